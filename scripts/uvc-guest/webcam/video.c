/* SPDX-License-Identifier: Apache-2.0 */
#include "video.h"

#include <stdlib.h>
#include <time.h>
#include <usbredirproto.h>

#include "bytes.h"
#include "controls.h"
#include "descriptors.h"
#include "picture.h"

enum { SELECTOR_PROBE = 1, SELECTOR_COMMIT = 2 };

static const struct choice initial = { 1, 1, DEFAULT_INTERVAL };

static struct choice probe, commit;
static struct scene scene;
static bool frozen;

/* ---- Transfers that wait --------------------------------------------------------------------------------------------- */

struct transfer {
	uint64_t id;
	uint32_t length;
	struct transfer *next;
};

static struct transfer *first, **end = &first;

static struct transfer *take(void)
{
	struct transfer *transfer = first;
	first = transfer->next;
	if (first == NULL)
		end = &first;
	return transfer;
}

void video_queue(uint64_t id, uint32_t length)
{
	struct transfer *transfer = calloc(1, sizeof(*transfer));
	if (transfer == NULL)
		abort();
	transfer->id = id;
	transfer->length = length;
	*end = transfer;
	end = &transfer->next;
}

bool video_cancel(uint64_t id)
{
	for (struct transfer **at = &first; *at != NULL; at = &(*at)->next) {
		struct transfer *transfer = *at;
		if (transfer->id != id)
			continue;
		*at = transfer->next;
		if (*at == NULL)
			end = at;
		free(transfer);
		return true;
	}
	return false;
}

/* ---- The picture on its way ------------------------------------------------------------------------------------------ */

static uint8_t *payload; /* with its header */
static size_t capacity, length, sent;
static bool end_is_due; /* an empty transfer that says so */
static uint8_t frame_id; /* changes from picture to picture */
static int64_t next_frame; /* when, in nanoseconds */

static int64_t now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void drop_frame(void)
{
	length = sent = 0;
	end_is_due = false;
}

static void make_frame(void)
{
	const struct format *format = choice_format(&commit);
	const struct size *size = choice_size(&commit);
	const size_t needed =
		PAYLOAD_HEADER_SIZE + frame_bytes(format, size) + 1024; /* a small JPEG is mostly headers */

	if (needed > capacity) {
		payload = realloc(payload, needed);
		if (payload == NULL)
			abort();
		capacity = needed;
	}
	payload[0] = PAYLOAD_HEADER_SIZE;
	payload[1] = 0x80 | 0x02 | frame_id; /* the header ends here; so does the picture in this payload */
	frame_id ^= 1;
	length = PAYLOAD_HEADER_SIZE + picture_draw(&scene, format->kind, size, payload + PAYLOAD_HEADER_SIZE);
	sent = 0;
	scene.counter++;
}

int64_t video_pump(void)
{
	while (first != NULL && !frozen && commit.format != 0) {
		if (sent == length && !end_is_due) {
			const int64_t time = now(), step = (int64_t)commit.interval * 100;
			if (time < next_frame)
				return next_frame - time;
			/* Keeps the rate, but does not catch up. */
			next_frame = next_frame + step < time ? time + step : next_frame + step;
			make_frame();
		}
		struct transfer *transfer = take();
		const size_t rest = length - sent;
		const size_t bytes = rest < transfer->length ? rest : transfer->length;
		usb_answer_bulk(transfer->id, usb_redir_success, payload + sent, (uint32_t)bytes);
		sent += bytes;
		/* The host knows a payload's end by its agreed size, which JPEGs do not reach, or by a transfer that is not full. */
		end_is_due = sent == length && bytes == transfer->length && choice_format(&commit)->kind == MJPEG;
		free(transfer);
	}
	return -1;
}

/* ---- From outside ---------------------------------------------------------------------------------------------------- */

void video_reset(unsigned int index)
{
	video_forget();
	probe = initial;
	commit.format = 0;
	frozen = false;
	scene = (struct scene){ .index = index };
}

void video_stop(void)
{
	drop_frame();
}

void video_freeze(bool freeze)
{
	frozen = freeze;
}

void video_fail(int status)
{
	while (first != NULL) {
		struct transfer *transfer = take();
		usb_answer_bulk(transfer->id, status, NULL, 0);
		free(transfer);
	}
	drop_frame();
}

void video_forget(void)
{
	while (first != NULL)
		free(take());
	drop_frame();
}

static int write_choice(struct choice wanted, uint8_t *data)
{
	const struct choice choice = choice_corrected(wanted);
	const uint32_t bytes = frame_bytes(choice_format(&choice), choice_size(&choice));
	uint8_t *at = data;

	PUT_BYTES(&at, 1, 0); /* the interval is kept */
	put8(&at, choice.format);
	put8(&at, choice.frame);
	put32(&at, choice.interval);
	PUT_BYTES(&at, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
	put32(&at, bytes);
	put32(&at, bytes + PAYLOAD_HEADER_SIZE); /* a payload per picture */
	put32(&at, 1000000);
	PUT_BYTES(&at, 3, 1, 1, 1);
	return (int)(at - data);
}

static int choose(uint8_t selector, const uint8_t *data, int size)
{
	if (size < 8)
		return -1;
	probe = choice_corrected((struct choice){ data[2], data[3], get_bytes(data + 4, 4) });
	if (selector == SELECTOR_COMMIT) {
		commit = probe;
		drop_frame();
		/* A sensor needs a frame's time for its first picture. */
		next_frame = now() + (int64_t)commit.interval * 100;
	}
	return 0;
}

int video_request(uint8_t request, uint8_t selector, uint8_t *data, int size)
{
	struct choice choice = probe;

	if (selector != SELECTOR_PROBE && selector != SELECTOR_COMMIT)
		return -1;
	switch (request) {
	case SET_CUR:
		return choose(selector, data, size);
	case GET_CUR:
		return write_choice(selector == SELECTOR_COMMIT && commit.format != 0 ? commit : probe, data);
	case GET_MIN:
		choice.interval = intervals[0];
		return write_choice(choice, data);
	case GET_MAX:
		choice.interval = intervals[INTERVAL_COUNT - 1];
		return write_choice(choice, data);
	case GET_DEF:
		return write_choice(initial, data);
	case GET_LEN:
		put16(&data, 34);
		return 2;
	case GET_INFO:
		put8(&data, 3); /* it can be read, and set */
		return 1;
	default:
		return -1;
	}
}
