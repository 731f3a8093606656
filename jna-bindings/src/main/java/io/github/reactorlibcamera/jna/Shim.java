package io.github.reactorlibcamera.jna;

import com.sun.jna.Pointer;

/**
 * The functions of {@code reactor_libcamera.h}, mapped directly. Registered by {@link ShimLibrary#load()}, which every user of
 * this class goes through first. Addresses are longs, handles are longs; structs are passed as memory of the caller's.
 */
final class Shim {
    private Shim() {}

    static native int rlc_abi(Pointer info);

    static native int rlc_last_error(Pointer buffer, long size);

    static native int rlc_manager_open(Pointer options, Pointer manager);

    static native int rlc_manager_close(long manager);

    static native int rlc_manager_libcamera(long manager, Pointer info);

    static native int rlc_manager_cameras(long manager, Pointer infos, int capacity, Pointer count);

    static native int rlc_manager_event(long manager, long timeoutNanos, Pointer event);

    static native int rlc_camera_open(long manager, Pointer id, Pointer camera);

    static native int rlc_camera_info_get(long camera, Pointer info);

    static native int rlc_camera_formats(long camera, int role, Pointer formats, int capacity, Pointer count);

    static native int rlc_camera_validate(long camera, Pointer configuration);

    static native int rlc_camera_acquire(long camera);

    static native int rlc_camera_configure(long camera, Pointer configuration);

    static native int rlc_camera_configure_imported(long camera, Pointer configuration, Pointer planes, int planeCount);

    static native int rlc_camera_ring(long camera, Pointer fd, Pointer size);

    static native int rlc_camera_plane(long camera, int slot, int stream, int plane, Pointer out);

    static native int rlc_camera_start(long camera);

    static native int rlc_camera_queue(long camera, int slot);

    static native int rlc_camera_queue_controls(long camera, int slot, long controls, long size);

    static native int rlc_camera_queue_fenced(long camera, int slot, long controls, long size, int fence);

    static native int rlc_camera_stop(long camera);

    static native int rlc_camera_close(long camera);

    static native int rlc_camera_controls(long camera, Pointer infos, int capacity, Pointer count);

    static native int rlc_camera_enumerators(long camera, Pointer enumerators, int capacity, Pointer count);

    static native int rlc_camera_control_names(long camera, int kind, Pointer names, int capacity, Pointer count);

    static native int rlc_camera_properties(long camera, Pointer list, long capacity, Pointer size);

    static native int rlc_map(int fd, long length, int writable, Pointer address);

    static native int rlc_unmap(long address, long length);

    static native int rlc_poison(long address, long length);

    static native int rlc_fd_duplicate(int fd);

    static native int rlc_fd_close(int fd);

    static native int rlc_fd_sync(int fd, int begin);

    static native int rlc_wait(long ring, int expected, long timeoutNanos);

    static native int rlc_wake(long ring);
}
