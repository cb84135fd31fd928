package org.netchestra.camel;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.spi.TypeConverterLoader;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.SimpleTypeConverter;
import org.netchestra.api.event.ClusterEvent;

/** Lets every component of Camel read an event as a line of text. Found by Camel through {@code META-INF/services}. */
public final class EventConverters implements TypeConverterLoader {

    @Override
    public void load(TypeConverterRegistry registry) {
        registry.addTypeConverter(
                String.class,
                ClusterEvent.class,
                new SimpleTypeConverter(false, (type, exchange, event) -> EventText.line((ClusterEvent) event)));
        registry.addTypeConverter(
                InputStream.class,
                ClusterEvent.class,
                new SimpleTypeConverter(
                        false,
                        (type, exchange, event) -> new ByteArrayInputStream(
                                EventText.line((ClusterEvent) event).getBytes(StandardCharsets.UTF_8))));
    }
}
