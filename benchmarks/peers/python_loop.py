# SPDX-License-Identifier: Apache-2.0
"""Frames/s of libcamera's own Python, which only queues each request again: python_loop.py CAMERA WIDTH HEIGHT WARM-UP SECONDS.

Prints "result FRAMES SECONDS CPU-SECONDS BUFFERS" of the time after the warm-up.
"""
import resource
import selectors
import sys
import time

import libcamera


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


class Loop:
    def __init__(self, camera_id, width, height):
        self.manager = libcamera.CameraManager.singleton()
        self.camera = self.manager.get(camera_id)
        self.camera.acquire()
        config = self.camera.generate_configuration([libcamera.StreamRole.Viewfinder])
        config.at(0).size = libcamera.Size(width, height)
        config.validate()
        self.camera.configure(config)
        stream = config.at(0).stream
        self.allocator = libcamera.FrameBufferAllocator(self.camera)
        self.allocator.allocate(stream)
        self.requests = []
        for buffer in self.allocator.buffers(stream):
            request = self.camera.create_request(len(self.requests))
            request.add_buffer(stream, buffer)
            self.requests.append(request)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.manager.event_fd, selectors.EVENT_READ)

    def start(self):
        self.camera.start()
        for request in self.requests:
            self.camera.queue_request(request)

    def run(self, seconds):
        """Frames, seconds and CPU seconds of the next SECONDS."""
        frames = 0
        cpu = cpu_seconds()
        begin = now = time.monotonic()
        while now < begin + seconds:
            self.selector.select()
            for request in self.manager.get_ready_requests():
                frames += 1
                request.reuse()
                self.camera.queue_request(request)
            now = time.monotonic()
        return frames, now - begin, cpu_seconds() - cpu


loop = Loop(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
loop.start()
loop.run(float(sys.argv[4]))
print("result %d %.6f %.6f %d" % (*loop.run(float(sys.argv[5])), len(loop.requests)))
loop.camera.stop()
