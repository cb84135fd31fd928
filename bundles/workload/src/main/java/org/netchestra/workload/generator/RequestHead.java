package org.netchestra.workload.generator;

import io.netty.buffer.ByteBuf;
import io.netty.util.CharsetUtil;
import org.jspecify.annotations.Nullable;

/** A target's request head, ready to be copied; only the request's number is written each time. Immutable. */
final class RequestHead {
    private final byte[] start;
    private final @Nullable String requestIds;

    RequestHead(Target target, LoadPlan plan) {
        StringBuilder head = new StringBuilder(128);
        head.append(target.method()).append(' ').append(target.path()).append(" HTTP/1.1\r\nHost: ");
        head.append(plan.address.getHostString()).append(':').append(plan.address.getPort());
        head.append("\r\n");
        if (target.bodyBytes() > 0
                || target.method().equals("POST")
                || target.method().equals("PUT")) {
            head.append("Content-Length: ").append(target.bodyBytes()).append("\r\n");
        }
        if (plan.connectionPerRequest) {
            head.append("Connection: close\r\n");
        }
        requestIds = plan.requestIds;
        head.append(requestIds == null ? "\r\n" : "X-Request-Id: " + requestIds);
        start = head.toString().getBytes(CharsetUtil.US_ASCII);
    }

    void writeTo(ByteBuf out, long number) {
        out.writeBytes(start);
        if (requestIds != null) {
            out.writeCharSequence(Long.toString(number), CharsetUtil.US_ASCII);
            out.writeCharSequence("\r\n\r\n", CharsetUtil.US_ASCII);
        }
    }
}
