// The yardstick for the broker's driver: the same work in C, on the same library.
//
//   broker publish PORT USER PASSWORD QUEUE WINDOW SECONDS    persistent 1 KiB messages, each confirmed
//   broker consume PORT USER PASSWORD QUEUE WINDOW COUNT ACK  so many messages, acknowledging every ACK-th with all before
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_tcp_socket.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>

static amqp_connection_state_t connection;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static void check(int good, const char *what) {
  if (good) return;
  fprintf(stderr, "broker: %s failed\n", what);
  exit(1);
}

static int answered(void) { return amqp_get_rpc_reply(connection).reply_type == AMQP_RESPONSE_NORMAL; }

static void report(uint64_t count, double seconds) {
  printf("\nRESULT {\"messages\":%llu,\"seconds\":%.6f}\n", (unsigned long long)count, seconds);
}

static void publish(const char *queue, uint64_t window, double limit) {
  amqp_confirm_select(connection, 1);
  check(answered(), "confirm.select");
  static char text[1024];
  memset(text, 'x', sizeof text);
  amqp_bytes_t body = {sizeof text, text};
  amqp_basic_properties_t properties = {0};
  properties._flags = AMQP_BASIC_DELIVERY_MODE_FLAG | AMQP_BASIC_CONTENT_TYPE_FLAG;
  properties.delivery_mode = AMQP_DELIVERY_PERSISTENT;
  properties.content_type = amqp_cstring_bytes("application/octet-stream");
  uint64_t sent = 0, confirmed = 0, open = 0;
  // Confirms of single messages come in any order, so they are counted by tag.
  size_t room = 1 << 24;
  char *done = calloc(room, 1);
  uint64_t lowest = 1;
  double begun = now();
  int more = 1;
  while (more || open > 0) {
    while (more && open < window) {
      check(amqp_basic_publish(connection, 1, amqp_empty_bytes, amqp_cstring_bytes(queue), 1, 0, &properties, body) == 0,
            "basic.publish");
      sent++;
      open++;
      more = now() - begun < limit && sent < room - 1;
    }
    do {
      amqp_frame_t frame;
      amqp_maybe_release_buffers(connection);
      check(amqp_simple_wait_frame(connection, &frame) == 0, "reading");
      check(frame.frame_type == AMQP_FRAME_METHOD && frame.payload.method.id == AMQP_BASIC_ACK_METHOD, "a confirm");
      amqp_basic_ack_t *ack = frame.payload.method.decoded;
      if (ack->multiple) {
        for (; lowest <= ack->delivery_tag; lowest++) {
          if (!done[lowest]) confirmed++, open--;
        }
      } else if (!done[ack->delivery_tag]) {
        done[ack->delivery_tag] = 1;
        confirmed++, open--;
        while (lowest <= sent && done[lowest]) lowest++;
      }
    } while (open > 0 && (amqp_frames_enqueued(connection) || amqp_data_in_buffer(connection)));
  }
  report(confirmed, now() - begun);
}

static void consume(const char *queue, uint16_t window, uint64_t count, uint64_t every) {
  amqp_basic_qos(connection, 1, 0, window, 0);
  check(answered(), "basic.qos");
  amqp_basic_consume(connection, 1, amqp_cstring_bytes(queue), amqp_empty_bytes, 0, 0, 0, amqp_empty_table);
  check(answered(), "basic.consume");
  double begun = 0;
  for (uint64_t number = 1; number <= count; number++) {
    amqp_envelope_t envelope;
    struct timeval patience = {20, 0};
    amqp_maybe_release_buffers(connection);
    check(amqp_consume_message(connection, &envelope, &patience, 0).reply_type == AMQP_RESPONSE_NORMAL, "a delivery");
    if (number == 1) begun = now();
    if (number % every == 0 || number == count) {
      check(amqp_basic_ack(connection, 1, envelope.delivery_tag, every > 1) == 0, "basic.ack");
    }
    amqp_destroy_envelope(&envelope);
  }
  report(count, now() - begun);
}

int main(int argc, char **argv) {
  if (argc < 8) return 64;
  connection = amqp_new_connection();
  amqp_socket_t *socket = amqp_tcp_socket_new(connection);
  check(socket && amqp_socket_open(socket, "127.0.0.1", atoi(argv[2])) == 0, "connecting");
  amqp_rpc_reply_t login = amqp_login(connection, "/", 0, 131072, 0, AMQP_SASL_METHOD_PLAIN, argv[3], argv[4]);
  check(login.reply_type == AMQP_RESPONSE_NORMAL, "log-in");
  amqp_channel_open(connection, 1);
  check(answered(), "channel.open");
  if (strcmp(argv[1], "publish") == 0) {
    publish(argv[5], strtoull(argv[6], NULL, 10), atof(argv[7]));
  } else {
    consume(argv[5], (uint16_t)atoi(argv[6]), strtoull(argv[7], NULL, 10), argc > 8 ? strtoull(argv[8], NULL, 10) : 1);
  }
  amqp_connection_close(connection, AMQP_REPLY_SUCCESS);
  amqp_destroy_connection(connection);
  return 0;
}
