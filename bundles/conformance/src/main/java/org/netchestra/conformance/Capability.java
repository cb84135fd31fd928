package org.netchestra.conformance;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a policy says of itself beyond what every policy must keep. */
public enum Capability {
    /** Gives each server work in proportion to its weight, when keys are many and no server ends anything. */
    WEIGHTED,
    /** May pick nobody though a member is eligible, as a hash policy without fallback does. */
    PARTIAL;

    /** The service property by which a policy's component declares its capabilities, in lower case: one or several. */
    public static final String PROPERTY = "netchestra.policy.capabilities";

    /** Reads the service property; words that are no capability, and a missing property, count for nothing. */
    public static Set<Capability> fromProperty(@Nullable Object value) {
        Set<Capability> found = EnumSet.noneOf(Capability.class);
        String[] words = value instanceof String[] several
                ? several
                : String.valueOf(value).split("\\s*,\\s*");
        for (Capability capability : values()) {
            if (Arrays.asList(words).contains(capability.name().toLowerCase(Locale.ROOT))) {
                found.add(capability);
            }
        }
        return found;
    }
}
