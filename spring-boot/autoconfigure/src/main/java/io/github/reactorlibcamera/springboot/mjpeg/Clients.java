package io.github.reactorlibcamera.springboot.mjpeg;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Those who are being served, in a bounded number. Thread-safe. */
final class Clients {
    private final int limit;

    /** By their ids. Guarded by this object's monitor, as the last id is. */
    private final Map<Long, Client> present = new TreeMap<>();

    private long lastId;

    /** @param limit how many there may be at once, 0 for any number */
    Clients(int limit) {
        this.limit = limit;
    }

    /**
     * {@return the client's id}
     *
     * @throws TooManyClientsException if it would be one too many
     */
    synchronized long enter(Client client) {
        if (limit > 0 && present.size() >= limit) {
            throw new TooManyClientsException(limit);
        }
        present.put(++lastId, client);
        return lastId;
    }

    synchronized void leave(long id) {
        present.remove(id);
    }

    synchronized int count() {
        return present.size();
    }

    /** {@return those who view a camera, who came first first} */
    synchronized List<ClientSummary> of(String camera) {
        return present.entrySet().stream()
                .filter(entry -> entry.getValue().views(camera))
                .map(entry -> entry.getValue().summary(entry.getKey()))
                .toList();
    }
}
