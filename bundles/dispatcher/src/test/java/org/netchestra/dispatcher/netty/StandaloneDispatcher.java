package org.netchestra.dispatcher.netty;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import org.netchestra.core.config.VirtualServerReader;
import org.netchestra.core.control.Conductor;
import org.netchestra.core.event.EventHub;
import org.netchestra.dispatcher.affinity.AffinityKey;
import org.netchestra.dispatcher.netty.loop.Transport;

/**
 * The data plane without OSGi, for harnesses and profilers: arguments are a virtual server's keys, as in {@code listen=127.0.0.1:8080
 * servers=s1=127.0.0.1:9001}; {@code loops=N} sets the event loops, {@code transport=NIO} the transport.
 */
final class StandaloneDispatcher {

    private StandaloneDispatcher() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, String> keys = new HashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            keys.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        String loops = keys.remove("loops");
        String transport = keys.remove("transport");
        EventHub events = new EventHub(Executors.newSingleThreadExecutor(), Throwable::printStackTrace);
        events.add(event -> System.out.println(event.message()));
        Conductor conductor =
                new Conductor(Executors.newSingleThreadExecutor(), events, Clock.systemUTC(), System::nanoTime);
        conductor.policyAdded(TestRotation.POLICY);
        Dispatcher dispatcher = new Dispatcher(
                conductor,
                exchange -> {},
                loops == null ? 0 : Integer.parseInt(loops),
                transport == null ? Transport.best() : Transport.valueOf(transport),
                AffinityKey.random());
        dispatcher.journal(new TestJournal(events).journal);
        dispatcher.open(VirtualServerReader.read("standalone", keys, null));
        Thread.currentThread().join();
    }
}
