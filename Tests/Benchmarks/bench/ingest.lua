-- For wrk: posts end-of-call reports, each of another call. Arguments: the template with its places marked, the first part
-- of the call ids (24 characters), and how many leads there are.
local head, pieces, prefix, leads, number = "", {}, "", 1, 0

local function split(text)
   local parts, from = {}, 1
   while true do
      local a, b = text:find("{{%u+}}", from)
      if not a then
         parts[#parts + 1] = text:sub(from)
         return parts
      end
      parts[#parts + 1] = text:sub(from, a - 1)
      parts[#parts + 1] = text:sub(a, b)
      from = b + 1
   end
end

function init(args)
   local file = assert(io.open(args[1], "rb"))
   pieces = split(file:read("*a"))
   file:close()
   prefix, leads = args[2], tonumber(args[3])
   -- Both stand-ins are as long as what takes their place, so one head fits all requests.
   local length = 0
   for _, piece in ipairs(pieces) do
      if piece == "{{CALL}}" then
         length = length + 36
      elseif piece == "{{NUMBER}}" then
         length = length + 12
      else
         length = length + #piece
      end
   end
   head = "POST " .. wrk.path .. " HTTP/1.1\r\nHost: " .. wrk.host .. "\r\nContent-Type: application/json\r\n"
      .. "User-Agent: wrk\r\nX-Vapi-Secret: " .. args[4] .. "\r\nContent-Length: " .. length .. "\r\n\r\n"
end

function request()
   number = number + 1
   local call = string.format("%s%012d", prefix, number)
   local phone = string.format("+1512%07d", number % leads)
   local out = { head }
   for i = 1, #pieces do
      local piece = pieces[i]
      if piece == "{{CALL}}" then
         piece = call
      elseif piece == "{{NUMBER}}" then
         piece = phone
      end
      out[i + 1] = piece
   end
   return table.concat(out)
end

function done(summary, latency, requests)
   local errors = summary.errors
   io.write(string.format(
      '\nRESULT {"requests":%d,"seconds":%.6f,"errors":%d,"p50":%.3f,"p90":%.3f,"p99":%.3f,"max":%.3f}\n',
      summary.requests, summary.duration / 1e6, errors.connect + errors.read + errors.write + errors.status + errors.timeout,
      latency:percentile(50) / 1e3, latency:percentile(90) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3))
end
