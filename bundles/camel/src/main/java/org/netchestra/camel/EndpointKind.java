package org.netchestra.camel;

import java.util.Map;
import org.apache.camel.Endpoint;

/** Makes the endpoints behind one first word of a {@code netchestra:} URI. Thread-safe. */
@FunctionalInterface
public interface EndpointKind {

    /**
     * @param component the component that was asked
     * @param uri the whole URI
     * @param path what follows the first word, without the slash; empty when nothing does
     * @param parameters the options; those it knows are removed, what is left is refused by Camel
     * @throws IllegalArgumentException naming what is wrong and what was expected
     */
    Endpoint create(NetchestraComponent component, String uri, String path, Map<String, Object> parameters);
}
