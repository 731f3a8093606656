package io.github.reactorlibcamera.benchmarks.wakeup;

/** A way from a completion on a native thread to a thread of Java. What arrives is noted by one thread only. */
enum Design {
    NATIVE_SLEEP("the worker sleeps in native code", false) {
        @Override
        void start(Measurement on) {
            on.start("worker", () -> on.awaitCompletions(on::arrived));
        }
    },
    HAND_OVER("a thread that waits unparks the worker", false) {
        @Override
        void start(Measurement on) {
            Thread worker = on.start("worker", on::parkForCompletions);
            on.start("waiting", () -> on.awaitCompletions(completedNanos -> on.unpark(worker, completedNanos)));
        }
    },
    UP_CALL_UNPARK("an up-call unparks the worker", true) {
        @Override
        void start(Measurement on) {
            Thread worker = on.start("worker", on::parkForCompletions);
            on.onUpCall(completedNanos -> on.unpark(worker, completedNanos));
        }
    },
    UP_CALL("an up-call, on the camera's thread itself", true) {
        @Override
        void start(Measurement on) {
            on.onUpCall(on::arrived);
        }
    };

    final String text;
    final boolean upCall;

    Design(String text, boolean upCall) {
        this.text = text;
        this.upCall = upCall;
    }

    /** Has what is completed from now on arrive. */
    abstract void start(Measurement on);
}
