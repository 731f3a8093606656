/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calls that race: each must return one of the results that the order of events can explain, nothing may crash, and every
 * request that was queued must come back once. The rounds are bounded and their choices seeded.
 */
#include <pthread.h>
#include <sched.h>

#include "session.h"

#define SLOTS 8u

static uint32_t next_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

struct queuer {
	uint64_t camera;
	uint32_t seed;
	uint32_t *free_slots; /* a bit for each slot whose completion has been read; shared by all queuers */
	uint32_t enough; /* set by the main thread */
	uint32_t queued; /* by this thread, read once it has ended */
	uint32_t refused;
	uint32_t unexpected;
};

/* Takes a free slot, or returns SLOTS. */
static uint32_t take_slot(uint32_t *free_slots, uint32_t *seed)
{
	uint32_t bit = 1u << next_random(seed) % SLOTS;
	return __atomic_fetch_and(free_slots, ~bit, __ATOMIC_ACQ_REL) & bit ? (uint32_t)__builtin_ctz(bit) : SLOTS;
}

static void give_slot(uint32_t *free_slots, uint32_t slot)
{
	__atomic_fetch_or(free_slots, 1u << slot, __ATOMIC_ACQ_REL);
}

/* Queues free slots at random until it is told to end. */
static void *queue_at_random(void *argument)
{
	struct queuer *queuer = argument;

	while (__atomic_load_n(&queuer->enough, __ATOMIC_RELAXED) == 0) {
		uint32_t slot = take_slot(queuer->free_slots, &queuer->seed);
		if (slot == SLOTS) {
			sched_yield();
			continue;
		}
		int ret = rlc_camera_queue(queuer->camera, slot);
		if (ret == 0) {
			queuer->queued++;
			continue;
		}
		give_slot(queuer->free_slots, slot);
		__atomic_fetch_add(&queuer->refused, 1, __ATOMIC_RELAXED);
		queuer->unexpected += ret != -EACCES && ret != -EBADF && ret != -ENODEV;
	}
	return NULL;
}

/* Reads up to MOST completions and frees their slots; returns how many there were. */
static uint32_t read_some(struct session *session, uint32_t *free_slots, uint32_t most, uint32_t generation,
			  uint32_t *wrong)
{
	uint32_t count = 0;

	for (; count < most && session_unread(session); count++) {
		rlc_record record = session_take(session);
		*wrong += record.generation != generation;
		give_slot(free_slots, record.slot);
	}
	return count;
}

static void queue_against_start_and_stop(const char *id)
{
	const rlc_configuration configuration = configuration_of("NV12", 32, 16, SLOTS);
	uint32_t free_slots = (1u << SLOTS) - 1, seed = 42, came_back = 0, queued = 0, wrong = 0;
	struct queuer queuers[2] = { { .seed = 4711 }, { .seed = 815 } };
	pthread_t threads[2];
	struct session session;

	REQUIRE(session_open(&session, id, &configuration));
	for (int i = 0; i < 2; i++) {
		queuers[i].camera = session.camera;
		queuers[i].free_slots = &free_slots;
		pthread_create(&threads[i], NULL, queue_at_random, &queuers[i]);
	}
	for (uint32_t generation = 1; generation <= 500; generation++) {
		CHECK_EQ(rlc_camera_start(session.camera), 0);
		for (uint32_t looks = next_random(&seed) % 50; looks > 0; looks--) {
			came_back += read_some(&session, &free_slots, next_random(&seed) % 4, generation, &wrong);
			sched_yield();
		}
		CHECK_EQ(rlc_camera_stop(session.camera), 0);
		came_back += read_some(&session, &free_slots, UINT32_MAX, generation, &wrong);
	}
	for (int i = 0; i < 2; i++) {
		__atomic_store_n(&queuers[i].enough, 1, __ATOMIC_RELAXED);
		pthread_join(threads[i], NULL);
		CHECK_EQ(queuers[i].unexpected, 0);
		queued += queuers[i].queued;
	}
	CHECK(queued > 0);
	CHECK_EQ(came_back, queued);
	CHECK_EQ(free_slots, (1u << SLOTS) - 1);
	CHECK_EQ(wrong, 0);
	session_close(&session);
}

static void queue_against_stop_unpaced(void)
{
	queue_against_start_and_stop("simulated:bars?unpaced");
}

static void queue_against_stop_paced(void)
{
	queue_against_start_and_stop("simulated:bars?fps=1000");
}

static void close_against_queue(void)
{
	const rlc_configuration configuration = configuration_of("NV12", 32, 16, SLOTS);

	for (uint32_t round = 0; round < 200; round++) {
		uint32_t free_slots = (1u << SLOTS) - 1, seed = round + 1, wrong = 0;
		struct queuer queuer = { .seed = round + 1, .free_slots = &free_slots };
		struct session session;
		pthread_t thread;

		REQUIRE(session_open(&session, "simulated:gradient?unpaced", &configuration));
		queuer.camera = session.camera;
		CHECK_EQ(rlc_camera_start(session.camera), 0);
		pthread_create(&thread, NULL, queue_at_random, &queuer);
		for (uint32_t looks = next_random(&seed) % 50; looks > 0; looks--)
			read_some(&session, &free_slots, UINT32_MAX, 1, &wrong);
		CHECK_EQ(rlc_camera_close(session.camera), 0);
		/* The queuer is refused now: all that it queued before has come back. */
		uint32_t refused = __atomic_load_n(&queuer.refused, __ATOMIC_RELAXED);
		read_some(&session, &free_slots, UINT32_MAX, 1, &wrong);
		while (__atomic_load_n(&queuer.refused, __ATOMIC_RELAXED) == refused)
			sched_yield();
		__atomic_store_n(&queuer.enough, 1, __ATOMIC_RELAXED);
		pthread_join(thread, NULL);
		CHECK_EQ(free_slots, (1u << SLOTS) - 1);
		CHECK_EQ(session.ring->tail, queuer.queued);
		CHECK_EQ(queuer.unexpected + wrong, 0);
		session_close(&session);
	}
}

/* The camera goes at any moment of a queue, a stop or a close; what it has taken along is not waited for. */
static void disconnect_against_queue_and_stop(void)
{
	const rlc_configuration configuration = configuration_of("NV12", 32, 16, SLOTS);

	for (uint32_t round = 0; round < 200; round++) {
		uint32_t free_slots = (1u << SLOTS) - 1, seed = round + 1, wrong = 0;
		struct queuer queuer = { .seed = round + 1, .free_slots = &free_slots };
		struct session session;
		pthread_t thread;
		char id[64];

		snprintf(id, sizeof(id), "simulated:noise?unpaced&disconnect=%u&reconnect=0", next_random(&seed) % 100);
		REQUIRE(session_open(&session, id, &configuration));
		queuer.camera = session.camera;
		CHECK_EQ(rlc_camera_start(session.camera), 0);
		pthread_create(&thread, NULL, queue_at_random, &queuer);
		for (uint32_t looks = next_random(&seed) % 200; looks > 0; looks--) {
			read_some(&session, &free_slots, UINT32_MAX, 1, &wrong);
			sched_yield();
		}
		if (round % 2 == 0)
			CHECK_EQ(rlc_camera_stop(session.camera), 0);
		CHECK_EQ(rlc_camera_close(session.camera), 0);
		__atomic_store_n(&queuer.enough, 1, __ATOMIC_RELAXED);
		pthread_join(thread, NULL);
		read_some(&session, &free_slots, UINT32_MAX, 1, &wrong);
		/* All came back, or the rest went with the camera. */
		CHECK(session.ring->tail == queuer.queued || session.ring->disconnected);
		CHECK_EQ(queuer.unexpected + wrong, 0);
		session_close(&session);
	}
}

struct meddler {
	uint64_t manager;
	const char *id;
	uint64_t *camera; /* shared: the newest handle that anybody opened */
	uint32_t seed;
	uint32_t unexpected;
};

/* Calls everything in any order on a handle that others open, use and close as well. */
static void *meddle(void *argument)
{
	struct meddler *meddler = argument;

	for (uint32_t i = 0; i < 3000; i++) {
		uint64_t camera = __atomic_load_n(meddler->camera, __ATOMIC_RELAXED);
		rlc_configuration configuration = configuration_of("RGB888", 16, 8, SLOTS);
		rlc_camera_info info = { .size = sizeof(info) };
		rlc_plane plane = { .size = sizeof(plane) };
		int ret = 0;

		switch (next_random(&meddler->seed) % 12) {
		case 0:
			ret = rlc_camera_close(camera);
			if (rlc_camera_open(meddler->manager, meddler->id, &camera) == 0)
				__atomic_store_n(meddler->camera, camera, __ATOMIC_RELAXED);
			break;
		case 1:
			ret = rlc_camera_stop(camera);
			break;
		case 2:
			ret = rlc_camera_release(camera);
			break;
		case 3:
			ret = rlc_camera_info_get(camera, &info);
			break;
		case 4:
			ret = rlc_camera_plane(camera, 0, 0, 0, &plane);
			break;
		case 5:
		case 6:
			ret = rlc_camera_acquire(camera);
			ret = rlc_camera_configure(camera, &configuration);
			break;
		case 7:
		case 8:
			ret = rlc_camera_start(camera);
			break;
		default:
			ret = rlc_camera_queue(camera, next_random(&meddler->seed) % SLOTS);
		}
		meddler->unexpected += ret != 0 && ret != -EBADF && ret != -EACCES && ret != -EBUSY && ret != -EAGAIN &&
				       ret != -ENODEV;
	}
	return NULL;
}

static void meddle_with(const char *id)
{
	uint64_t camera = 0;
	struct meddler meddlers[4];
	pthread_t threads[4];

	for (uint32_t i = 0; i < 4; i++) {
		meddlers[i] = (struct meddler){ .manager = open_manager(), .id = id, .camera = &camera, .seed = i + 1 };
		pthread_create(&threads[i], NULL, meddle, &meddlers[i]);
	}
	for (uint32_t i = 0; i < 4; i++) {
		pthread_join(threads[i], NULL);
		CHECK_EQ(meddlers[i].unexpected, 0);
	}
	for (uint32_t i = 0; i < 4; i++)
		CHECK_EQ(rlc_manager_close(meddlers[i].manager), 0);
	CHECK_EQ(rlc_camera_stop(camera), -EBADF);
}

static void everything_against_everything(void)
{
	meddle_with("simulated:bars?unpaced");
}

static void everything_against_everything_and_disconnects(void)
{
	meddle_with("simulated:noise?unpaced&disconnect=3&reconnect=0");
}

static void *open_and_close(void *argument)
{
	(void)argument;
	for (int i = 0; i < 300; i++) {
		uint64_t manager = open_manager(), camera = 0;
		CHECK_EQ(rlc_camera_open(manager, "simulated:bars", &camera), 0);
		CHECK_EQ(rlc_manager_close(manager), 0);
		CHECK_EQ(rlc_camera_close(camera), -EBADF);
	}
	return NULL;
}

static void managers_open_and_close_beside_each_other(void)
{
	pthread_t threads[4];

	for (int i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, open_and_close, NULL);
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
}

int main(void)
{
	RUN(queue_against_stop_unpaced);
	RUN(queue_against_stop_paced);
	RUN(close_against_queue);
	RUN(disconnect_against_queue_and_stop);
	RUN(everything_against_everything);
	RUN(everything_against_everything_and_disconnects);
	RUN(managers_open_and_close_beside_each_other);
	return check_summary();
}
