package io.github.reactorlibcamera.jna.soak;

import io.github.reactorlibcamera.Frame;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one session that are lent, by the descriptor of their memory, which is the slot's own. Sees that no slot is lent
 * twice at once, and that pixels and sequence stay what they were for as long as a handle is open. Thread-safe.
 *
 * <p>A handle is counted out before it is closed: from then on the slot may be lent again.
 */
final class LentFrames {
    /** The simulated patterns repeat after so many frames, or a divisor of it. */
    private static final int PERIOD = 256;

    private final Verdict verdict;
    private final boolean shared;
    private final boolean forgiving;
    private final long @Nullable [] picture;
    private final AtomicInteger lent = new AtomicInteger();
    private final Set<Object> discarded = ConcurrentHashMap.newKeySet();

    /** Grows by copies; an element never changes. */
    private volatile Slot[] slots = {};

    /** One slot. Guarded by itself. */
    private static final class Slot {
        final int descriptor;
        int handles;

        /** The handle that was delivered, or the last one of several. */
        @Nullable
        Object delivered;

        long sequence;
        long pixels;

        Slot(int descriptor) {
            this.descriptor = descriptor;
        }
    }

    /**
     * @param shared true if several subscribers get handles of their own on one frame
     * @param periodic true if a frame's pixels follow from its sequence
     * @param forgiving true if an operator may discard what it delivers
     */
    LentFrames(Verdict verdict, boolean shared, boolean periodic, boolean forgiving) {
        this.verdict = verdict;
        this.shared = shared;
        this.forgiving = forgiving;
        this.picture = periodic ? new long[PERIOD] : null;
    }

    /** {@return how many slots have an open handle} */
    int open() {
        return lent.get();
    }

    /** {@return true if there was one} */
    boolean haveCome() {
        return slots.length > 0;
    }

    /** {@return how many delivered frames operators discarded} */
    int discarded() {
        return discarded.size();
    }

    /** A handle has come with onNext. */
    void lent(Object handle) {
        Frame frame = Elements.frame(handle);
        long sequence = frame.sequence();
        long pixels = pixels(frame);
        checkPicture(sequence, pixels);
        Slot slot = slot(frame.fileDescriptor(0));
        synchronized (slot) {
            if (slot.handles == 0) {
                slot.sequence = sequence;
                slot.pixels = pixels;
                lent.incrementAndGet();
            } else if (!shared || slot.sequence != sequence) {
                verdict.violated("a slot is lent twice at once: frame " + sequence + " came while " + slot.handles
                        + " handles on frame " + slot.sequence + " in the same buffer were open");
            }
            slot.handles++;
            slot.delivered = handle;
        }
    }

    /** Each picture is told by its sequence: a torn or a stale one shows. */
    private void checkPicture(long sequence, long pixels) {
        long[] known = picture;
        if (known == null) {
            return;
        }
        int index = (int) (sequence % PERIOD);
        if (known[index] == 0) {
            known[index] = pixels;
        } else if (known[index] != pixels) {
            verdict.violated("frame " + sequence + " has another frame's pixels");
        }
    }

    Frame retain(Object handle) {
        Frame frame = Elements.frame(handle);
        Slot slot = slot(frame.fileDescriptor(0));
        synchronized (slot) {
            slot.handles++;
        }
        return frame.retain();
    }

    /** To be called once per handle, before it is closed; checks what it shows. */
    void closing(Object handle) {
        Frame frame = Elements.frame(handle);
        try {
            Slot slot = slot(frame.fileDescriptor(0));
            long sequence = frame.sequence();
            long pixels = pixels(frame);
            synchronized (slot) {
                countOut(slot, sequence, pixels);
            }
        } catch (Throwable e) {
            if (!forgiving || !frame.isClosed()) {
                verdict.violated("an open frame threw", e);
            }
        }
    }

    private void countOut(Slot slot, long sequence, long pixels) {
        if (forgiving && (slot.handles == 0 || slot.sequence != sequence)) {
            return;
        }
        if (slot.handles == 0) {
            verdict.violated("an open handle on frame " + sequence + " that was never delivered");
            return;
        }
        if (slot.sequence != sequence || slot.pixels != pixels) {
            verdict.violated("frame " + slot.sequence + " changed while a handle was open: now it is " + sequence
                    + (slot.pixels == pixels ? "" : ", with other pixels"));
        }
        if (--slot.handles == 0) {
            slot.delivered = null;
            lent.decrementAndGet();
        }
    }

    /** Nobody closes it, and nothing here keeps it. */
    void forget(Object handle) {
        closing(handle);
    }

    void close(Object handle) {
        closing(handle);
        Elements.close(handle);
    }

    /** As a discard hook has it: it may get what was discarded before, and what the source has not delivered. */
    void discard(Object handle) {
        try {
            if (!isDelivered(Elements.frame(handle))) {
                Elements.close(handle);
            } else if (discarded.add(handle)) {
                close(handle);
            }
        } catch (IllegalStateException e) {
            // closed before
        }
    }

    private boolean isDelivered(Frame frame) {
        Slot slot = slot(frame.fileDescriptor(0));
        long sequence = frame.sequence();
        synchronized (slot) {
            return slot.handles > 0 && slot.sequence == sequence;
        }
    }

    /** Closes what an operator has lost. {@return how many frames} */
    int sweep() {
        int swept = 0;
        for (Slot slot : slots) {
            Object lost;
            synchronized (slot) {
                lost = slot.delivered;
            }
            if (lost != null) {
                close(lost);
                swept++;
            }
        }
        return swept;
    }

    private Slot slot(int descriptor) {
        Slot slot = find(slots, descriptor);
        return slot != null ? slot : addSlot(descriptor);
    }

    private synchronized Slot addSlot(int descriptor) {
        Slot slot = find(slots, descriptor);
        if (slot == null) {
            slot = new Slot(descriptor);
            Slot[] more = Arrays.copyOf(slots, slots.length + 1);
            more[more.length - 1] = slot;
            slots = more;
        }
        return slot;
    }

    private static @Nullable Slot find(Slot[] slots, int descriptor) {
        for (Slot slot : slots) {
            if (slot.descriptor == descriptor) {
                return slot;
            }
        }
        return null;
    }

    /** Of the first, a middle and the last eight bytes; never 0. */
    private static long pixels(Frame frame) {
        ByteBuffer plane = frame.plane(0);
        int size = plane.remaining();
        long mixed = 31 * (31 * plane.getLong(0) + plane.getLong(size / 16 * 8)) + plane.getLong(size - Long.BYTES);
        return mixed | 1;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(open()).append(" slots with open handles");
        for (Slot slot : slots) {
            synchronized (slot) {
                if (slot.handles > 0) {
                    text.append(", frame ").append(slot.sequence).append(" by ").append(slot.handles);
                }
            }
        }
        return text.toString();
    }
}
