/* SPDX-License-Identifier: Apache-2.0 */
/* Those who use a camera that is configured, whatever its owner does with it: the consumer of its ring, and the feeder. */
#include "soak.h"

/* A list that is a good one, or NULL. The first control, if it is the brightness, is one that the picture has to report. */
static void make_list(struct round *round, uint32_t slot, struct control_list *list, uint32_t *seed)
{
	list->size = 0;
	round->wishes[slot] = one_in(seed, 2);
	if (round->wishes[slot]) {
		round->wished[slot] = (float)below(seed, 5) / 2 - 1;
		list_add_float(list, round->brightness, round->wished[slot]);
	}
	if (one_in(seed, 4))
		list_add_int32(list, round->exposure, (int32_t)next_random(seed));
	if (round->limits != 0 && one_in(seed, 4))
		list_add_limits(list, round->limits, below(seed, 3000), below(seed, 3000));
}

static void queue_malformed(const struct round *round, uint32_t slot, uint32_t *seed)
{
	struct control_list list = { .size = 0 };

	list_add_float(&list, round->brightness, 0);
	list.size -= 1 + below(seed, list.size - 1);
	int ret = rlc_camera_queue_controls(round->session.camera, slot, list.bytes, list.size);
	MUST(ret == -EINVAL, "a malformed list: %d", ret);
}

/* Queues SLOT if it is free. */
static void queue(struct round *round, uint32_t slot, uint32_t *seed)
{
	const struct session *session = &round->session;
	struct control_list list;
	uint32_t unqueued = FREE;

	if (!__atomic_compare_exchange_n(&round->places[slot], &unqueued, QUEUED, false, __ATOMIC_SEQ_CST,
					 __ATOMIC_SEQ_CST))
		return;
	if (one_in(seed, 50))
		queue_malformed(round, slot, seed);
	make_list(round, slot, &list, seed);
	int ret = list.size == 0 ? rlc_camera_queue(session->camera, slot)
				 : rlc_camera_queue_controls(session->camera, slot, list.bytes, list.size);
	if (MAY(ret, -EACCES, -EBADF, -ENODEV) == 0)
		__atomic_fetch_add(&round->queued, 1, __ATOMIC_SEQ_CST);
	else
		__atomic_store_n(&round->places[slot], FREE, __ATOMIC_SEQ_CST);
}

static void queue_some(struct round *round, uint32_t *seed)
{
	for (uint32_t i = below(seed, 4); i > 0; i--)
		queue(round, below(seed, round->session.configuration.slot_count), seed);
}

/* ---- The consumer ---------------------------------------------------------------------------------------------------- */

static void check_metadata(struct round *round, uint32_t slot, const rlc_slot_header *header)
{
	const char *at = (const char *)(header + 1), *end = at + header->metadata_size;
	bool reported = false;

	while (at < end) {
		const rlc_control_entry *entry = (const void *)at;
		const void *value = entry + 1;
		if (entry->control == round->brightness) {
			reported = true;
			MUST(!round->wishes[slot] || *(const float *)value == round->wished[slot],
			     "%f asked for, %f reported", (double)round->wished[slot], (double)*(const float *)value);
		}
		at += sizeof(*entry) + (entry->value_size + 7) / 8 * 8;
	}
	MUST(at == end && reported, "metadata of %u bytes", header->metadata_size);
}

/* The picture is read, so that a sanitizer sees who else is at it. */
static void check_picture(struct round *round, uint32_t slot, const rlc_slot_header *header)
{
	const rlc_frame_header *frame = &header->frames[0];
	const volatile uint8_t *memory = round->session.buffers[slot];
	uint32_t used = frame->bytes_used[0];

	MUST(used > 0 && used <= round->session.buffer_size, "%u bytes used", used);
	for (uint32_t at = 0; at < used; at += 64)
		(void)memory[at];
	MUST(header->generation != round->generation || frame->sequence > round->sequence, "sequence %u comes after %u",
	     frame->sequence, round->sequence);
	round->generation = header->generation;
	round->sequence = frame->sequence;
}

static void check_record(struct round *round, const rlc_record *record)
{
	const rlc_slot_header *header = session_slot(&round->session, record->slot);
	uint32_t generation = record->generation;

	MUST(load(&round->places[record->slot]) == QUEUED, "slot %u completes and was not queued", record->slot);
	MUST(generation >= 1 && generation <= MAX_STARTS, "generation %u", generation);
	if (generation >= 1 && generation <= MAX_STARTS) {
		uint64_t begin = __atomic_load_n(&round->begins[generation], __ATOMIC_SEQ_CST);
		uint64_t end = __atomic_load_n(&round->begins[generation + 1], __ATOMIC_SEQ_CST);
		MUST(begin <= round->read && round->read < end,
		     "record %" PRIu64 " of generation %u, which has %" PRIu64 " to %" PRIu64, round->read, generation,
		     begin, end);
	}
	MUST(header->generation == generation && header->completed_ns == record->completed_ns,
	     "the slot of generation %u is of %u", generation, header->generation);
	MUST(record->completed_ns >= round->completed_ns, "completed before the one before it");
	round->completed_ns = record->completed_ns;
	if (header->status == RLC_REQUEST_COMPLETE) {
		COUNT(frames);
		check_metadata(round, record->slot, header);
		check_picture(round, record->slot, header);
	} else {
		COUNT(cancelled);
		MUST(header->status == RLC_REQUEST_CANCELLED, "status %u", header->status);
		MUST(header->metadata_size == 0, "a cancelled request reports something");
	}
}

static void take(struct round *round)
{
	rlc_record record = session_take(&round->session);

	MUST(record.slot < round->session.configuration.slot_count, "slot %u", record.slot);
	if (record.slot < round->session.configuration.slot_count) {
		check_record(round, &record);
		__atomic_store_n(&round->places[record.slot], FREE, __ATOMIC_SEQ_CST);
	}
	round->read++;
}

/* As a consumer sleeps who can also be told to leave; for a time or for ever. */
static void sleep_once(struct round *round)
{
	static const int64_t timeouts[] = { -1, -1, 0, 1000, 1000000 };
	rlc_ring_header *ring = round->session.ring;
	uint32_t expected = load(&ring->wake_sequence);

	__atomic_store_n(&ring->sleeping, 1, __ATOMIC_SEQ_CST);
	if (!session_unread(&round->session) && load(&round->leaving) == 0) {
		int ret = rlc_wait(ring, expected, timeouts[below(&round->consumer_seed, 5)]);
		MUST(ret == 0 || ret == -ETIMEDOUT, "waiting: %d", ret);
		COUNT(sleeps);
	}
	__atomic_store_n(&ring->sleeping, 0, __ATOMIC_SEQ_CST);
}

void *soak_consume(void *argument)
{
	struct round *round = argument;

	for (;;) {
		/* Before the look at the ring: what is written before a close is read after it. */
		bool leaving = load(&round->leaving) != 0;
		if (session_unread(&round->session))
			take(round);
		else if (leaving)
			return NULL;
		else if (one_in(&round->consumer_seed, 3))
			sleep_once(round);
		if (!one_in(&round->consumer_seed, 4))
			queue_some(round, &round->consumer_seed);
	}
}

/* ---- The feeder ------------------------------------------------------------------------------------------------------ */

void *soak_feed(void *argument)
{
	struct round *round = argument;
	uint32_t *seed = &round->feeder_seed;

	while (load(&round->leaving) == 0) {
		queue_some(round, seed);
		if (round->waking && one_in(seed, 8))
			wake_if_sleeping(round->session.ring);
		if (one_in(seed, 2))
			usleep(below(seed, 200));
	}
	return NULL;
}
