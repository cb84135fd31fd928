package org.netchestra.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.journal.JournalRequest;
import org.netchestra.api.journal.MethodClass;

/** A request as a dispatcher would show it. */
final class TestRequest implements JournalRequest {

    private final String method;
    private final String target;
    private final Map<String, String> headers = new TreeMap<>();

    TestRequest(String method, String target) {
        this.method = method;
        this.target = target;
    }

    TestRequest with(String name, String value) {
        headers.put(name.toLowerCase(Locale.ROOT), value);
        return this;
    }

    @Override
    public ByteBuffer head() {
        StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        return ByteBuffer.wrap(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public MethodClass methodClass() {
        return MethodClass.of(method);
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public @Nullable String header(String name) {
        return headers.get(name);
    }
}
