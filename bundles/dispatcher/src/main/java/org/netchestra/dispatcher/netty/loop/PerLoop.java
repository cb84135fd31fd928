package org.netchestra.dispatcher.netty.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One of a kind for each event loop, made when the data plane is put together. Immutable; what it holds is confined to its event loop.
 *
 * @param <T> what each event loop has
 */
public final class PerLoop<T> {

    private final Workers workers;
    private final List<T> byIndex = new ArrayList<>();

    /** @param make makes one for an event loop that has not started yet */
    public PerLoop(Workers workers, Function<Worker, T> make) {
        this.workers = workers;
        workers.all().forEach(worker -> byIndex.add(make.apply(worker)));
    }

    /** The one of this worker's event loop. */
    public T of(Worker worker) {
        return byIndex.get(worker.index());
    }

    /** Any event loop's, each in its turn. */
    public T next() {
        return of(workers.next());
    }
}
