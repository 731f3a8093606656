/* SPDX-License-Identifier: Apache-2.0 */
/* Owners: each opens the camera of its pattern, starts and stops it, and closes it in the middle of everything. */
#include "soak.h"

/* An option in one of CHANCES ids. */
static void add_option(char *id, uint32_t *seed, uint32_t chances, const char *name, uint32_t value)
{
	if (one_in(seed, chances))
		snprintf(id + strlen(id), RLC_ID_SIZE - strlen(id), "&%s=%u", name, value);
}

void soak_make_id(char id[RLC_ID_SIZE], uint32_t pattern, uint32_t *seed)
{
	if (one_in(seed, 12)) {
		/* Of these ids a count is kept for the life of the process. */
		snprintf(id, RLC_ID_SIZE, "simulated:%s?plug&unpaced&start-refused=%u", soak_patterns[pattern],
			 1 + below(seed, 1000000));
		return;
	}
	snprintf(id, RLC_ID_SIZE, "simulated:%s?plug", soak_patterns[pattern]);
	if (one_in(seed, 2))
		strcat(id, "&unpaced");
	else
		snprintf(id + strlen(id), RLC_ID_SIZE - strlen(id), "&fps=%u", 200 + below(seed, 801));
	add_option(id, seed, 4, "errors", 1 + below(seed, 5));
	add_option(id, seed, 4, "gaps", 1 + below(seed, 5));
	add_option(id, seed, 4, "backlog", 1 + below(seed, RLC_MAX_SLOTS));
	add_option(id, seed, 6, "slow", 1 + below(seed, 3));
	add_option(id, seed, 6, "stall", below(seed, 50));
	add_option(id, seed, 6, "stall-below", 1 + below(seed, 3));
	add_option(id, seed, 3, "disconnect", below(seed, 60));
	add_option(id, seed, 2, "reconnect", below(seed, 3));
}

rlc_configuration soak_make_configuration(uint32_t *seed)
{
	static const char *const formats[] = { "NV12", "YUYV", "RGB888", "MJPEG" };
	uint32_t slots = one_in(seed, 8) ? 1 + below(seed, RLC_MAX_SLOTS) : 1 + below(seed, 8);
	return configuration_of(formats[below(seed, 4)], 2 + 2 * below(seed, 32), 2 + 2 * below(seed, 32), slots);
}

/* Whether a setting can be asked for, and by which number. */
static uint32_t find_control(uint64_t camera, const char *name)
{
	rlc_control_info info = { .size = sizeof(info) };
	return MAY(rlc_control_find(camera, name, &info), -ENOENT) == 0 ? info.control : 0;
}

/* Makes the ring and the buffers of a camera that is acquired; false where it is gone already. */
static bool configure(struct round *round, uint32_t *seed)
{
	struct session *session = &round->session;
	uint64_t camera = session->camera;
	int fd = -1;

	memset(round, 0, sizeof(*round));
	session->camera = camera;
	session->configuration = soak_make_configuration(seed);
	if (MAY(rlc_camera_configure(camera, &session->configuration), -ENODEV) != 0)
		return false;
	session->buffer_size = session->configuration.streams[0].frame_size;
	MUST(rlc_camera_ring(camera, &fd, &session->ring_size) == 0, "%s", last_error());
	MUST(rlc_map(fd, session->ring_size, 1, (void **)&session->ring) == 0, "%s", last_error());
	for (uint32_t slot = 0; slot < session->configuration.slot_count; slot++) {
		rlc_plane plane = { .size = sizeof(plane) };
		MUST(rlc_camera_plane(camera, slot, 0, 0, &plane) == 0, "%s", last_error());
		MUST(rlc_map(plane.fd, session->buffer_size, 0, (void **)&session->buffers[slot]) == 0, "%s",
		     last_error());
	}
	round->brightness = find_control(camera, "Brightness");
	round->exposure = find_control(camera, "ExposureTime");
	round->limits = find_control(camera, "FrameDurationLimits");
	memset(round->begins, 0xff, sizeof(round->begins));
	round->waking = one_in(seed, 2);
	round->consumer_seed = next_random(seed);
	round->feeder_seed = next_random(seed);
	return true;
}

static void unmap(struct session *session)
{
	for (uint32_t slot = 0; slot < session->configuration.slot_count; slot++)
		MUST(rlc_unmap(session->buffers[slot], session->buffer_size) == 0, "%s", last_error());
	MUST(rlc_unmap(session->ring, session->ring_size) == 0, "%s", last_error());
}

static void start(struct round *round)
{
	struct session *session = &round->session;
	uint32_t next = load(&session->ring->generation) + 1;

	__atomic_store_n(&round->begins[next], tail_of(round), __ATOMIC_SEQ_CST);
	int ret = MAY(rlc_camera_start(session->camera), -EAGAIN, -EIO, -ENODEV);
	if (ret == 0)
		COUNT(starts);
	else
		COUNT(refused_starts);
	MUST(load(&session->ring->generation) == next - (ret == -EAGAIN), "generation %u after %u",
	     load(&session->ring->generation), next - 1);
}

/* Starts and stops the camera beside the consumer and the feeder. CLOSES: the last stop is that of a close. */
static void start_and_stop(struct round *round, uint32_t *seed, bool closes)
{
	const struct session *session = &round->session;

	for (uint32_t starts = 1 + below(seed, 8); starts > 0; starts--) {
		start(round);
		usleep(below(seed, one_in(seed, 3) ? 50000 : 2000));
		bool last = starts == 1;
		if (last && closes) {
			MUST(rlc_camera_close(session->camera) == 0, "%s", last_error());
		} else {
			MUST(rlc_camera_stop(session->camera) == 0, "%s", last_error());
			COUNT(stops);
		}
		uint64_t tail = tail_of(round);
		if (one_in(seed, 2))
			usleep(below(seed, 500));
		MUST(tail_of(round) == tail, "the camera completes requests after a stop");
	}
}

/* What was queued has come back, or has gone with the camera. */
static void check_counts(const struct round *round)
{
	uint64_t away = 0, queued = __atomic_load_n(&round->queued, __ATOMIC_SEQ_CST);
	bool disconnected = load(&round->session.ring->disconnected) != 0;

	for (uint32_t slot = 0; slot < round->session.configuration.slot_count; slot++)
		away += load(&round->places[slot]) == QUEUED;
	MUST(round->read == tail_of(round), "%" PRIu64 " read of %" PRIu64, round->read, tail_of(round));
	MUST(queued == round->read + away, "%" PRIu64 " queued, %" PRIu64 " read, %" PRIu64 " away", queued,
	     round->read, away);
	MUST(away == 0 || disconnected, "%" PRIu64 " requests never came back", away);
	__atomic_fetch_add(&soak_totals.lost, away, __ATOMIC_RELAXED);
	if (disconnected)
		COUNT(disconnects);
}

static void run_round(struct round *round, uint32_t *seed, bool closes)
{
	pthread_t consumer, feeder;

	pthread_create(&consumer, NULL, soak_consume, round);
	pthread_create(&feeder, NULL, soak_feed, round);
	start_and_stop(round, seed, closes);
	/* Here the watchdog finds a consumer whom nobody woke. */
	while (__atomic_load_n(&round->session.ring->head, __ATOMIC_SEQ_CST) != tail_of(round))
		usleep(100);
	__atomic_store_n(&round->leaving, 1, __ATOMIC_SEQ_CST);
	wake_if_sleeping(round->session.ring);
	pthread_join(feeder, NULL);
	pthread_join(consumer, NULL);
	check_counts(round);
	COUNT(rounds);
}

/* Opens and acquires a camera, which a meddler may have at the moment; false where it was unplugged meanwhile. */
static bool open_camera(const struct soak_thread *owner, uint32_t *seed, uint64_t *camera)
{
	char id[RLC_ID_SIZE];
	int ret;

	soak_make_id(id, owner->pattern, seed);
	if (MAY(rlc_camera_open(owner->manager, id, camera), -ENODEV) != 0)
		return false;
	while ((ret = MAY(rlc_camera_acquire(*camera), -EBUSY, -ENODEV)) == -EBUSY)
		usleep(100);
	if (ret != 0)
		MUST(rlc_camera_close(*camera) == 0, "%s", last_error());
	return ret == 0;
}

void *soak_own(void *argument)
{
	struct soak_thread *owner = argument;
	uint32_t *seed = &owner->seed;
	struct round *round = malloc(sizeof(*round));

	while (load(&soak_over) == 0) {
		if (!open_camera(owner, seed, &round->session.camera))
			continue;
		uint64_t camera = round->session.camera;
		__atomic_store_n(&soak_cameras[owner->pattern], camera, __ATOMIC_SEQ_CST);
		bool closed = false;
		/* Configured again while it still has a ring, or not. */
		for (uint32_t rounds = 1 + below(seed, 4); rounds > 0 && !closed && configure(round, seed); rounds--) {
			closed = one_in(seed, 3);
			run_round(round, seed, closed);
			if (!closed && one_in(seed, 2)) {
				MUST(rlc_camera_release(camera) == 0, "%s", last_error());
				closed = MAY(rlc_camera_acquire(camera), -EBUSY, -ENODEV) != 0 &&
					 rlc_camera_close(camera) == 0;
			}
			unmap(&round->session);
		}
		if (!closed)
			MUST(rlc_camera_close(camera) == 0, "%s", last_error());
	}
	free(round);
	return NULL;
}
