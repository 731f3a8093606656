package io.github.reactorlibcamera.spi;

import io.github.reactorlibcamera.CameraConfiguration;
import io.github.reactorlibcamera.ControlInfo;
import io.github.reactorlibcamera.ControlList;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The slots of a configured camera: pre-made requests with a buffer per stream, numbered from 0, as are the streams of the
 * configuration. A slot is queued, completes, and belongs to the engine again until it is queued anew.
 *
 * <p>{@link #start()} and {@link #stop()} are called on the control thread; {@link #poll()} and {@link #queue} by one thread at a
 * time; {@link #await} by one thread at a time, which may be another one; everything else by any thread. After the camera is released every method still works without a fault: {@link #queue}
 * refuses, and the slots' data and planes stay readable.
 */
public interface BackendSession {
    /** {@return what was configured} */
    CameraConfiguration configuration();

    /** {@return the number of slots, 1 to 64} */
    int slotCount();

    /** Starts the camera; may block. */
    void start();

    /** Stops it; blocks until the camera has handed back its slots. {@link #queue} is refused from the moment of the call. */
    void stop();

    /**
     * Queues a slot. The completion may be there before this returns.
     *
     * @param slot its number
     * @return 0, or a negative error number of Linux; -EACCES (-13) if the camera is stopped or stopping
     */
    int queue(int slot);

    /**
     * Queues a slot with settings for this request.
     *
     * @param slot its number
     * @param settings that {@link #check} has not refused
     * @return as {@link #queue(int)}
     * @throws IllegalArgumentException as {@link #check} does; the slot is not queued then
     */
    int queue(int slot, ControlList settings);

    /** {@return the controls that requests can set, as configured, sorted by name} */
    default List<ControlInfo> controls() {
        return List.of();
    }

    /**
     * Queues a slot, whose buffers the camera takes once a fence is signalled.
     *
     * @param slot its number
     * @param settings that {@link #check} has not refused
     * @param fence that {@link #openFence} gave, open until it is closed
     * @return as {@link #queue(int)}
     * @throws IllegalArgumentException as {@link #check} does; the slot is not queued then
     */
    default int queueAfter(int slot, ControlList settings, int fence) {
        throw new UnsupportedOperationException("this camera knows no fences");
    }

    /**
     * {@return a fence of the session's own, to be closed by {@link #closeFence}}
     *
     * @param fileDescriptor the user's, which is duplicated
     * @throws UnsupportedOperationException if the camera knows no fences
     * @throws IllegalArgumentException if the descriptor is not open
     */
    default int openFence(int fileDescriptor) {
        throw new UnsupportedOperationException("this camera knows no fences");
    }

    /**
     * Closes a fence. Any thread.
     *
     * @param fence that {@link #openFence} gave
     */
    default void closeFence(int fence) {}

    /**
     * Refuses settings that the camera does not have. Does not wait for the camera, whatever it is doing.
     *
     * @param settings by name
     * @throws IllegalArgumentException with a sentence that says what would be right
     */
    void check(ControlList settings);

    /**
     * {@return the next completed slot in the order of completion, -1 if there is none now; completions that belong to an earlier
     * start are left out}
     */
    int poll();

    /** {@return true once the camera is gone} */
    boolean isDisconnected();

    /**
     * Sleeps until there is a completion or a disconnect that neither {@link #poll()} nor an earlier await has seen, or a
     * {@link #wake()} since the last return. May return early.
     */
    void await();

    /** Ends the current {@link #await()}, or the next if there is none. Any thread, also after the release. */
    void wake();

    /**
     * {@return true if the completed slot carries a good frame of each stream}
     *
     * @param slot its number
     */
    boolean isGood(int slot);

    /**
     * {@return the sequence number of a stream's frame}
     *
     * @param slot its number
     * @param stream its number
     */
    long sequence(int slot, int stream);

    /**
     * {@return the timestamp of a stream's frame in ns, 0 if there is none}
     *
     * @param slot its number
     * @param stream its number
     */
    long timestamp(int slot, int stream);

    /**
     * {@return when the first stream's picture was taken, on the clock of {@link System#nanoTime()}, 0 if that is not known}
     *
     * @param slot its number
     */
    long capturedAt(int slot);

    /**
     * {@return when it completed, on the clock of {@link System#nanoTime()}}
     *
     * @param slot its number
     */
    long completedAt(int slot);

    /**
     * {@return the request's metadata}
     *
     * @param slot its number
     */
    ControlList metadata(int slot);

    /**
     * {@return how many planes a stream's frame has}
     *
     * @param stream its number
     */
    int planeCount(int stream);

    /**
     * {@return a plane's whole memory, read-only and shared: its position is not to be moved}
     *
     * @param slot its number
     * @param stream its number
     * @param plane its number
     */
    ByteBuffer plane(int slot, int stream, int plane);

    /**
     * {@return the planes of a slot's stream in a mapping of their own}
     *
     * @param slot its number
     * @param stream its number
     */
    SlotMapping map(int slot, int stream);

    /**
     * {@return the bytes of the plane that the frame fills}
     *
     * @param slot its number
     * @param stream its number
     * @param plane its number
     */
    int bytesUsed(int slot, int stream, int plane);

    /**
     * {@return bytes per line, 0 for compressed formats}
     *
     * @param stream its number
     * @param plane its number
     */
    int stride(int stream, int plane);

    /**
     * {@return the descriptor of the plane's memory}
     *
     * @param slot its number
     * @param stream its number
     * @param plane its number
     */
    int fileDescriptor(int slot, int stream, int plane);

    /**
     * {@return where the plane begins in the memory of its descriptor}
     *
     * @param slot its number
     * @param stream its number
     * @param plane its number
     */
    int offset(int slot, int stream, int plane);
}
