package org.netchestra.policies.locality;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A target that names the node which has it in memory, as in {@code /192.168.75.3/b}: the node that has the client's
 * connection fetches {@code /b} from there.
 *
 * @param address the node's IPv4 address
 * @param target what it is asked for, with a leading slash
 */
public record TaggedRequest(String address, String target) {

    private static final Pattern FORM = Pattern.compile("/(\\d{1,3}(?:\\.\\d{1,3}){3})(/.*)");

    /** Reads the written form; null when the target is not tagged. */
    public static @Nullable TaggedRequest parse(String target) {
        Matcher matcher = FORM.matcher(target);
        return matcher.matches() ? new TaggedRequest(matcher.group(1), matcher.group(2)) : null;
    }

    /** The form that {@link #parse} reads. */
    @Override
    public String toString() {
        return "/" + address + target;
    }
}
