/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libcamerasrc's task, where the protocol comes from: gst_libcamera_src_task_run, GstLibcameraSrcState::queueRequest,
 * processRequest and requestCompleted, and the handler of the pool's buffer-notify signal; GstTask with its two states that
 * matter here. As it is since the patch "gstreamer: Fix race conditions in task pause/resume" of 30 June 2022; with PRESEED as it
 * was before: it looked at the queues first and paused after. What a function does under a lock is one step.
 *
 * Two downstream threads give buffers back. Downstream takes all frames; there is no demand. Bounds: SLOTS, the pool's buffers.
 *
 * Checked: the task never stays paused, with nobody about to resume it, while a completed request waits or a buffer is free. With
 * COMPLETIONS, only the former; with BUFFERS, only what stands still for good: a buffer is free, and the camera has none.
 */
#ifndef SLOTS
#define SLOTS 3
#endif

#include "properties.pml"

bool started = true; /* GST_TASK_STARTED, else GST_TASK_PAUSED */
bool resting;        /* the model's own: GstTask waits for its state to change */
byte owed;           /* the model's own: published, and not resumed yet */

byte buffers = SLOTS; /* free in the pool */
byte queued;          /* with the camera */
byte completed;       /* completedRequests_ */
byte downstream;

#define gst_task_pause() started = false
#define gst_task_resume() d_step { started = true; owed-- }

#if defined(COMPLETIONS)
#define WORK (completed > 0)
#elif defined(BUFFERS)
#define WORK (buffers > 0 && queued == 0 && completed == 0)
#else
#define WORK (completed > 0 || buffers > 0)
#endif

/* requestCompleted */
active proctype camera()
{
end:	do
	:: d_step { queued > 0 -> queued--; completed++; owed++ }
		gst_task_resume()
	od
}

/* A buffer comes back to the pool, then buffer-notify. */
active [2] proctype releaser()
{
end:	do
	:: d_step { downstream > 0 -> downstream--; buffers++; owed++ }
		gst_task_resume()
	od
}

/* 0 or -ENOBUFS */
inline queue_request()
{
	d_step {
		did_queue = buffers > 0;
		if
		:: did_queue -> buffers--; queued++
		:: else
		fi
	}
}

/* Takes one completed request, and sees whether there are more; then pushes the frame. */
inline process_request()
{
	d_step {
		did_take = completed > 0;
		if
		:: did_take -> completed--
		:: else
		fi;
		there_are_more = completed > 0
	}
	if
	:: did_take -> downstream++
	:: else
	fi
}

/* gst_libcamera_src_task_run, over and over */
active proctype task()
{
	bool did_queue, did_take, there_are_more;

rest:
	resting = true;
end:	d_step { started -> resting = false }
#ifdef PRESEED
	queue_request();
	process_request();
	if
	:: !did_take -> gst_task_pause(); goto rest
	:: else
	fi;
	there_are_more = completed > 0;
	if
	:: !there_are_more -> gst_task_pause()
	:: else
	fi;
#else
	gst_task_pause();
	queue_request();
	process_request();
	if
	:: did_queue || there_are_more -> started = true /* gst_task_resume */
	:: else
	fi;
#endif
	goto rest
}

active proctype watch()
{
end:	if
	:: !started && resting && owed == 0 && WORK -> assert(no_lost_wake_up)
	:: timeout -> CHECK(!WORK, no_lost_wake_up)
	fi
}
