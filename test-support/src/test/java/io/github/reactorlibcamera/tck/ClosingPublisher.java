package io.github.reactorlibcamera.tck;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/**
 * Closes each element once it was delivered, as the TCK's subscribers do not. All else is passed through as it is: the subscription is the
 * source's own, and so that it stays so, the source is given a {@link CoreSubscriber}, which Reactor does not wrap.
 */
final class ClosingPublisher<T extends AutoCloseable> implements Publisher<T> {
    private final Publisher<T> source;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

    ClosingPublisher(Publisher<T> source) {
        this.source = source;
    }

    @Override
    @SuppressWarnings("NullAway") // the TCK passes null to see what the source does
    public void subscribe(Subscriber<? super T> subscriber) {
        source.subscribe(subscriber == null ? null : new Closing(subscriber));
    }

    /** Cancels what a test has left running. */
    void cancelAll() {
        subscriptions.forEach(Subscription::cancel);
    }

    private final class Closing implements CoreSubscriber<T> {
        private final Subscriber<? super T> subscriber;

        Closing(Subscriber<? super T> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            subscriptions.add(subscription);
            subscriber.onSubscribe(subscription);
        }

        @Override
        public void onNext(T element) {
            subscriber.onNext(element);
            try {
                element.close();
            } catch (Exception e) {
                throw new AssertionError("a close must not throw", e);
            }
        }

        @Override
        public void onError(Throwable throwable) {
            subscriber.onError(throwable);
        }

        @Override
        public void onComplete() {
            subscriber.onComplete();
        }
    }
}
