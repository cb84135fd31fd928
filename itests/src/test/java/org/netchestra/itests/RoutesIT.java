package org.netchestra.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.netchestra.workload.appliance.VirtualServerFile;

/** Camel routes as files: the shipped one writes events down, others come and go while the appliance runs. */
@ExtendWith(Appliance.Shared.class)
final class RoutesIT {

    @Test
    void shouldWriteEventsToAFile(Appliance appliance) throws IOException {
        int port = Appliance.freePort();
        VirtualServerFile shop = appliance.shop("written", port);
        appliance.configure(shop, port);

        appliance.await("the event in the file", () -> events(appliance).contains("written"));

        assertThat(events(appliance)).contains("virtualserver/started");
        appliance.remove(shop);
    }

    @Test
    void shouldDeployAndRemoveARouteWhileRunning(Appliance appliance) throws IOException {
        Path route = appliance.process().directory().resolve("routes/itest.camel.xml");
        Path seen = appliance.process().directory().resolve("data/itest-events.txt");

        Files.writeString(route, """
                <routes xmlns="http://camel.apache.org/schema/spring">
                  <route id="itest">
                    <from uri="netchestra:events?topics=virtualserver/*"/>
                    <to uri="file:{{karaf.data}}?fileName=itest-events.txt&amp;fileExist=Append&amp;appendChars=%0A"/>
                  </route>
                </routes>
                """.replace("{{karaf.data}}", seen.getParent().toString()));
        appliance.await(
                "the route",
                () -> appliance.process().shell("log:display -n 400").contains("itest"));
        int port = Appliance.freePort();
        VirtualServerFile shop = appliance.shop("routed", port);
        appliance.configure(shop, port);
        appliance.await(
                "the route's file",
                () -> Files.exists(seen) && Files.readString(seen).contains("routed"));

        Files.delete(route);
        appliance.remove(shop);
    }

    private static String events(Appliance appliance) throws IOException {
        Path directory = appliance.process().directory().resolve("data/netchestra");
        if (!Files.isDirectory(directory)) {
            return "";
        }
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("events-"))
                    .toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }
}
