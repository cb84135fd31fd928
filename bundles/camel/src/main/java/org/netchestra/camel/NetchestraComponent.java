package org.netchestra.camel;

import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/** The Camel component {@code netchestra:}: its first word says which kind of endpoint is meant. */
public final class NetchestraComponent extends DefaultComponent {

    private final Map<String, EndpointKind> kinds;

    /** @param kinds what can be reached, by the first word of the URI */
    public NetchestraComponent(Map<String, EndpointKind> kinds) {
        this.kinds = new TreeMap<>(kinds);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        String[] words = remaining.split("/", 2);
        EndpointKind kind = kinds.get(words[0]);
        if (kind == null) {
            throw new IllegalArgumentException(
                    "netchestra:" + words[0] + " (expected: netchestra: and one of " + kinds.keySet() + ")");
        }
        Endpoint endpoint = kind.create(this, uri, words.length == 1 ? "" : words[1], parameters);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** Takes a text option out of the parameters, placeholders and references resolved. */
    @Nullable
    String text(Map<String, Object> parameters, String option) {
        return getAndRemoveParameter(parameters, option, String.class);
    }

    /** Takes a whole number out of the parameters. */
    int number(Map<String, Object> parameters, String option, int otherwise, int least, int most) {
        String word = text(parameters, option);
        if (word == null) {
            return otherwise;
        }
        if (word.matches("\\d{1,9}") && Integer.parseInt(word) >= least && Integer.parseInt(word) <= most) {
            return Integer.parseInt(word);
        }
        throw new IllegalArgumentException(option + ": " + word + " (expected: " + least + " to " + most + ")");
    }
}
