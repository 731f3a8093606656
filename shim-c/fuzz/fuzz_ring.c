/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shared memory, which the consumer can write to as it likes: no call may crash, block for ever or forget a request because of what
 * stands in there. The input is a row of steps of four bytes: what to do, and with what.
 */
#include <stdbool.h>

#include "fuzz.h"

#define SLOTS 4u

static struct fuzz_camera camera;

/* Values that something might be computed from, and any others. */
static uint64_t value_of(uint8_t argument)
{
	static const uint64_t values[] = { 0, 1, UINT32_MAX, INT32_MAX, UINT64_MAX, INT64_MAX, 1u << 16, 4096 };
	return argument < 8 ? values[argument] : (uint64_t)argument * 0x0101010101010101u >> argument % 57;
}

/* The header first, as what is read of the ring stands there. */
static void scribble(uint16_t place, uint8_t argument)
{
	uint64_t value = value_of(argument), offset = place % 2 ? (place / 2) % sizeof(rlc_ring_header) : place;
	if (offset + sizeof(value) > camera.ring_size)
		offset = camera.ring_size - sizeof(value);
	for (size_t i = 0; i < sizeof(value); i++)
		__atomic_store_n((uint8_t *)camera.ring + offset + i, (uint8_t)(value >> 8 * i), __ATOMIC_RELAXED);
}

static void read_all(void)
{
	__atomic_store_n(&camera.ring->head, __atomic_load_n(&camera.ring->tail, __ATOMIC_SEQ_CST), __ATOMIC_SEQ_CST);
}

/* 0, or one of two errors. */
static void must_be(int ret, int one, int other)
{
	MUST(ret == 0 || ret == one || ret == other);
}

static void step(uint8_t what, uint16_t place, uint8_t argument)
{
	switch (what % 8) {
	case 0:
		must_be(rlc_camera_start(camera.handle), -EACCES, -EAGAIN);
		break;
	case 1:
		must_be(rlc_camera_stop(camera.handle), 0, 0);
		break;
	case 2: {
		int ret = rlc_camera_queue(camera.handle, argument % (SLOTS + 1));
		MUST(ret == 0 || ret == -EACCES || ret == -EINVAL || ret == -EBUSY || ret == -ENODEV);
		break;
	}
	case 3:
		MUST(rlc_wake(camera.ring) == 0);
		break;
	case 4:
		must_be(rlc_wait(camera.ring, (uint32_t)value_of(argument), place % 1000), -ETIMEDOUT, 0);
		break;
	case 5:
		read_all();
		break;
	default:
		scribble(place, argument);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (camera.handle == 0)
		fuzz_open(&camera, "simulated:bars?unpaced", SLOTS);
	for (; size >= 4; data += 4, size -= 4)
		step(data[0], (uint16_t)(data[1] | data[2] << 8), data[3]);

	/* The next input has a ring that is as it should be. */
	MUST(rlc_camera_stop(camera.handle) == 0);
	MUST(rlc_camera_configure(camera.handle, &camera.configuration) == 0);
	MUST(rlc_unmap(camera.ring, camera.ring_size) == 0);
	fuzz_map_ring(&camera);
	return 0;
}
