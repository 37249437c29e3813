#!/usr/bin/env python3
"""Goes through the console as people do, in real Chromium, and holds every page against the rules of axe-core.

Run by the test `theConsoleWorksInABrowser`, which starts the system and says where it is in the environment:
CONSOLE_URL, SANDBOX_URL, WEBHOOK_URL, WEBHOOK_SECRET, PASSWORD, IMPORT (the id of an upload that never ends), SHOTS (a
folder for pictures of what failed).
Ends with 0 when all went well; prints one line for each scenario.
"""

import json
import os
import pathlib
import re
import sys
import time
import traceback
import urllib.request

from playwright.sync_api import expect, sync_playwright

CONSOLE = os.environ["CONSOLE_URL"]
OWNER, AGENT = "olga@example.com", "bea@example.com"
AXE = pathlib.Path(__file__).resolve().parents[2] / ".build/browser/axe_playwright_python/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class Watch:
    """What a browser complains about: scripts' errors, and what the content security policy stops."""

    def __init__(self):
        self.complaints = []

    def page(self, page):
        # A refused form and an address that is not there are answers, not errors of ours.
        page.on("console", lambda m: m.type == "error" and "Failed to load resource" not in m.text
                and self.complaints.append(f"{page.url}: {m.text}"))
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        return page


def report(number, outcome="talks"):
    """Posts the report of a call as Vapi does, and returns Vapi's id of it."""
    address = f"{os.environ['SANDBOX_URL']}/sample-report.json?number=%2B{number}&outcome={outcome}"
    body = urllib.request.urlopen(address).read()
    request = urllib.request.Request(
        os.environ["WEBHOOK_URL"], body,
        {"X-Vapi-Secret": os.environ["WEBHOOK_SECRET"], "content-type": "application/json"})
    urllib.request.urlopen(request).read()
    return json.loads(body)["message"]["call"]["id"]


def until(what, condition, again=lambda: None):
    """Looks again until something is so that takes a moment elsewhere."""
    deadline = time.time() + 30
    while not condition():
        assert time.time() < deadline, f"not within 30 s: {what}"
        again()


def sign_in(page, email):
    page.goto(CONSOLE + "/sign-in")
    page.fill("#f-email", email)
    page.fill("#f-password", os.environ["PASSWORD"])
    page.click("main button")
    page.wait_for_url(re.compile(r"/(overview|calls)"))


def signing_in_and_out(page):
    page.goto(CONSOLE + "/calls")
    expect(page).to_have_url(re.compile("/sign-in"))
    page.fill("#f-email", OWNER)
    page.fill("#f-password", "wrong")
    page.click("main button")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#f-email")).to_have_value(OWNER)
    page.fill("#f-password", os.environ["PASSWORD"])
    page.click("main button")
    expect(page.get_by_role("heading", level=1)).to_have_text("Calls")
    page.click("text=Sign out")
    expect(page).to_have_url(re.compile("/sign-in"))
    page.goto(CONSOLE + "/calls")
    expect(page).to_have_url(re.compile("/sign-in"))


def a_call_arrives_while_somebody_looks(page):
    sign_in(page, OWNER)
    page.goto(CONSOLE + "/calls")
    page.wait_for_selector("[data-live][data-open]", state="attached")
    rows = page.locator("tr[id^=call-]").count()
    report("4930555010021")
    bar = page.locator("[data-live-bar] button")
    expect(bar).to_be_visible(timeout=15000)
    assert page.locator("tr[id^=call-]").count() == rows, "the list moved by itself"
    bar.click()
    expect(page.locator("tr[id^=call-]")).to_have_count(rows + 1)
    expect(page.locator("tr[id^=call-]").first).to_contain_text("Lena Lead")


def searching_and_filtering(page):
    sign_in(page, OWNER)
    report("15125550122", "voicemail")
    page.goto(CONSOLE + "/calls?q=policy")
    # The words of a call that has just ended are read a moment later.
    until("what was searched for is marked", lambda: page.locator("mark").count() > 0, page.reload)
    page.goto(CONSOLE + "/calls?status=voicemail")
    expect(page.locator(".chip")).to_have_count(1)
    for row in page.locator("tr[id^=call-]").all():
        expect(row).to_contain_text("Voicemail")
    page.locator(".chip").click()
    expect(page).to_have_url(CONSOLE + "/calls")


def open_newest_call(page, status="Answered"):
    page.goto(CONSOLE + "/calls")
    page.locator("tr[id^=call-]", has_text=status).first.locator(".row-link").click()
    page.wait_for_url(re.compile("/calls/[0-9a-f-]{36}"))


def playing_and_seeking(page):
    sign_in(page, OWNER)
    open_newest_call(page)
    until("the recording has been fetched", lambda: page.locator("[data-player]").count() > 0, page.reload)
    audio = page.locator("audio")
    until("the sound is there", lambda: audio.evaluate("a => a.readyState") >= 1)
    page.click("[data-play]")
    until("it plays", lambda: audio.evaluate("a => a.currentTime") > 0.2)
    expect(page.locator("[data-transcript] li[aria-current=true]")).to_have_count(1)
    page.click("[data-play]")
    last = page.locator("[data-transcript] [data-to]").last
    moment = float(last.get_attribute("data-to"))
    last.click()
    assert abs(audio.evaluate("a => a.currentTime") - moment) < 1.5, "the turn's time was not gone to"
    page.locator("[data-seek]").evaluate("r => { r.value = 1; r.dispatchEvent(new Event('input')); r.dispatchEvent(new Event('change')) }")
    assert audio.evaluate("a => a.currentTime") < 3


def noting_and_giving_away(page):
    sign_in(page, OWNER)
    open_newest_call(page)
    note = "<script>alert(1)</script> שלום"
    page.locator("textarea[name=note]").fill(note)
    page.get_by_role("button", name="Add note").click()
    expect(page.locator(".notes").first).to_contain_text(note)
    form = page.locator("form[action$='/reassign']").first
    if not form.is_visible():
        page.locator("details:has(form[action$='/reassign']) > summary").first.click()
    form.locator("select").select_option(label="Any Body")
    form.locator("button").click()
    until("somebody else has it", lambda: "Any Body" in page.locator("main").inner_text(), page.reload)


def adding_and_importing_leads(page):
    sign_in(page, OWNER)
    page.goto(CONSOLE + "/leads/new")
    page.fill("[name=name]", "Nadia Neu")
    page.fill("[name=phone]", "12")
    page.locator("main form button.primary").click()
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("[name=name]")).to_have_value("Nadia Neu")
    rows = "Name;Telefon;E-Mail\nÄnne Import;+4930555010077;a@example.com\n=HYPERLINK(1);+4930555010078;x\nDouble;+4930555010077;\n"
    upload(page, rows)
    expect(page.locator("main")).to_contain_text("3")
    page.locator("form[action$=confirm] button").last.click()
    page.goto(CONSOLE + "/leads?q=import")
    until("the lead is there", lambda: page.locator("text=Änne Import").count() > 0, page.reload)
    # Another one stays as it is, for whoever looks at all pages.
    upload(page, "Name;Telefon\nNobody Yet;+4930555010079\n")


def upload(page, rows):
    """A file of leads up to where somebody has to say yes."""
    page.goto(CONSOLE + "/leads/import")
    page.set_input_files("input[type=file]", {"name": "leads.csv", "mimeType": "text/csv", "buffer": rows.encode("utf-16")})
    page.fill("[name=source]", "fair")
    page.locator("main form button.primary").click()
    page.wait_for_url(re.compile("/leads/imports/"))
    page.locator("main form[action$=columns] button.primary").click()
    until("the file has been checked", lambda: page.locator("form[action$=confirm]").count() > 0, page.reload)


def an_import_goes_on_under_a_reader(page):
    """What is said of its progress changes by itself; focus stays where it is, and the page is not loaded anew."""
    sign_in(page, OWNER)
    path = f"{CONSOLE}/leads/imports/{os.environ['IMPORT']}"
    page.goto(path)
    expect(page.locator("[data-refresh]")).to_be_hidden()
    page.evaluate("window.mark = true")
    page.locator("form[action$=cancel] button").focus()
    other = page.context.new_page()
    other.goto(path)
    other.locator("form[action$=cancel] button").click()
    other.wait_for_url(re.compile("done=import-cancelled"))
    other.close()
    page.bring_to_front()
    expect(page.locator("[data-progress]")).to_contain_text("This has ended")
    expect(page.locator("[data-refresh] a")).to_be_visible()
    expect(page.locator("form[action$=cancel] button")).to_be_focused()
    assert page.evaluate("window.mark"), "the page was loaded anew"


def booking_and_moving_an_appointment(page):
    sign_in(page, OWNER)
    page.goto(CONSOLE + "/leads?q=Lena")
    page.locator(".row-link").first.click()
    lead = re.search("[0-9a-f-]{36}", page.url).group()
    moment = time.time() + 7 * 86400
    while time.gmtime(moment).tm_wday > 4:  # on a weekend nobody works
        moment += 86400
    day = time.strftime("%Y-%m-%d", time.gmtime(moment))
    page.goto(f"{CONSOLE}/appointments/new?lead={lead}&day={day}")
    page.locator("input[name=at]").first.check()
    page.locator("main form[method=post] button.primary").click()
    page.wait_for_url(re.compile("/appointments/[0-9a-f-]{36}"))
    appointment = page.url.split("?")[0]
    page.goto(f"{appointment}?day={day}")
    page.locator("button[name=at], button[name=to]").last.click()
    expect(page.get_by_role("status").first).to_be_visible()
    page.goto(CONSOLE + "/appointments")
    expect(page.locator("main")).to_contain_text("Lena Lead")


def preferences_and_calendar(page):
    sign_in(page, OWNER)
    page.goto(CONSOLE + "/team")
    page.get_by_role("link", name="Bea Berlin").first.click()
    agent = page.url.split("?")[0]
    page.goto(agent + "/notifications")
    box = page.locator("main table input[type=checkbox], main table select").first
    if box.evaluate("e => e.tagName") == "SELECT":
        box.select_option(index=1)
    else:
        box.click()
    page.locator("main form button.primary").last.click()
    expect(page.get_by_role("status").first).to_be_visible()
    page.goto(agent)
    page.locator("a[href$='/calendar/connect']").first.click()
    page.wait_for_url(re.compile("/google/auth"))
    page.locator("button, input[type=submit]").first.click()
    page.wait_for_load_state()
    page.goto(agent)
    until("the calendar is connected", lambda: page.locator("form[action$='/calendar/disconnect']").count() == 1, page.reload)


def an_agent_sees_their_own(page):
    sign_in(page, AGENT)
    expect(page.get_by_role("heading", level=1)).to_have_text("Calls")
    assert page.locator("nav a[href='/settings']").count() == 0
    assert page.goto(CONSOLE + "/settings").status == 403
    assert page.goto(CONSOLE + "/operations").status == 403


def spanish_without_scripts(browser, watch):
    context = browser.new_context(locale="es-ES", java_script_enabled=False, viewport={"width": 320, "height": 700})
    page = watch.page(context.new_page())
    page.goto(CONSOLE + "/sign-in")
    expect(page.get_by_role("heading", level=1)).to_have_text("Iniciar sesión")
    page.fill("#f-email", OWNER)
    page.fill("#f-password", os.environ["PASSWORD"])
    page.click("main button")
    page.goto(CONSOLE + "/calls?status=answered")
    expect(page.get_by_role("heading", level=1)).to_have_text("Llamadas")
    context.close()


def a_file_of_calls_is_prepared(page):
    sign_in(page, OWNER)
    page.goto(CONSOLE + "/exports/new")
    page.get_by_role("button", name="Prepare the file").click()
    page.wait_for_url(re.compile("/exports/[0-9a-f-]{36}"))
    download = page.get_by_role("link", name="Download")
    until("the file is ready", download.is_visible, page.reload)
    with page.expect_download() as file:
        download.click()
    text = pathlib.Path(file.value.path()).read_text(encoding="utf-8-sig")
    assert text.startswith("Time,Lead,Phone"), text[:100]
    page.goto(CONSOLE + "/calls")
    page.get_by_role("link", name="Exports").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Exports")
    expect(page.locator("main .badge").first).to_have_text("Ready")


def every_page_is_accessible(browser, watch):
    """All pages of an owner and of an agent: no violations, no complaints under the policy, nothing wider than the screen."""
    script = AXE.read_text()
    findings = []
    for person, themes in ((OWNER, ("light", "dark")), (AGENT, ("light",))):
        context = browser.new_context()
        page = watch.page(context.new_page())
        sign_in(page, person)
        paths = pages(page)
        context.close()
        for theme in themes:
            # axe is put into pages that allow no scripts but their own.
            context = browser.new_context(color_scheme=theme, viewport={"width": 1440, "height": 900}, bypass_csp=True)
            page = context.new_page()
            for path in ("/sign-in", "/forgotten-password", "/nothing-here"):
                findings += examine(page, path, script, theme)
            sign_in(page, person)
            for path in paths:
                findings += examine(page, path, script, theme)
            context.close()
    assert not findings, "\n".join(findings)


def examine(page, path, script, theme):
    found = []
    for width in (1440, 768, 320):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(CONSOLE + path)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{path} is wider than {width} px")
        if width == 768 or (width == 320 and theme == "dark"):
            continue
        page.evaluate(script)
        result = page.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES)
        for violation in result["violations"]:
            nodes = "; ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:3])
            found.append(f"{path} ({theme}, {width} px): {violation['id']}: {nodes}")
    return found


def pages(page):
    """One address of each kind of page, found as a reader finds them: by following links."""
    kinds = {}
    waiting = ["/overview", "/overview/unopened", "/overview/tasks", "/account", "/exports", "/exports/new"]
    waiting.append("/operations/unassigned")
    while waiting:
        path = waiting.pop(0)
        kind = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|MT[\w-]{20,}", "…", path.split("?")[0])
        if "/leads/imports/" in path:
            kind = path  # each is at another step
        if kind in kinds:
            continue
        kinds[kind] = path
        page.goto(CONSOLE + path)
        links = page.eval_on_selector_all("main a[href], nav a[href]", "all => all.map(a => a.getAttribute('href'))")
        waiting += [
            link.split("#")[0] for link in links
            if link.startswith("/") and not re.search(r"\.csv|\.txt|/recording|download|calendar/connect|/api/", link)
        ]
    return list(kinds.values())


def main():
    failures = 0
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"])
        report("4930555010021")
        watch = Watch()
        scenarios = [
            signing_in_and_out, a_call_arrives_while_somebody_looks, searching_and_filtering, playing_and_seeking,
            noting_and_giving_away, adding_and_importing_leads,
            an_import_goes_on_under_a_reader, booking_and_moving_an_appointment,
            preferences_and_calendar, a_file_of_calls_is_prepared, an_agent_sees_their_own,
        ]
        for scenario in scenarios + [spanish_without_scripts, every_page_is_accessible]:
            begin = time.time()
            context = browser.new_context(locale="en-US", viewport={"width": 1280, "height": 900})
            context.set_default_timeout(20000)
            page = watch.page(context.new_page())
            try:
                if scenario in scenarios:
                    scenario(page)
                else:
                    scenario(browser, watch)
                assert not watch.complaints, "the browser complained:\n" + "\n".join(watch.complaints)
                print(f"ok    {scenario.__name__} ({time.time() - begin:.1f} s)", flush=True)
            except Exception:
                failures += 1
                page.screenshot(path=f"{os.environ['SHOTS']}/{scenario.__name__}.png", full_page=True)
                print(f"FAIL  {scenario.__name__} at {page.url}\n{traceback.format_exc()}", flush=True)
            watch.complaints.clear()
            context.close()
        browser.close()
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
