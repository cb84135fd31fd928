package org.netchestra.camel;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.netchestra.api.route.RequestHead;

/**
 * The body of a message as a stream, and how long it is: known for bytes and text, and for a stream that still is the one
 * that came in.
 *
 * @param stream empty when there is no body
 * @param length bytes, or {@link RequestHead#UNKNOWN}
 */
record ExchangeBody(InputStream stream, long length) {

    private static final String CAME = "CamelNetchestraBody";

    /** Gives a message the body that came in. */
    void setOn(Message message) {
        message.setBody(length == 0 ? null : stream);
        message.getExchange().setProperty(CAME, this);
    }

    /**
     * The body that a message has now.
     *
     * @throws InvalidPayloadException when it cannot be made a stream
     */
    static ExchangeBody of(Message message) throws InvalidPayloadException {
        Object body = message.getBody();
        ExchangeBody came = message.getExchange().getProperty(CAME, ExchangeBody.class);
        if (body == null) {
            // Nothing came and nothing was put there; or it was taken away.
            return came != null && came.length == 0 ? came : new ExchangeBody(InputStream.nullInputStream(), 0);
        }
        if (came != null && came.stream == body) {
            return came;
        }
        if (body instanceof InputStream stream) {
            return new ExchangeBody(stream, RequestHead.UNKNOWN);
        }
        byte[] bytes = message.getMandatoryBody(byte[].class);
        return new ExchangeBody(new ByteArrayInputStream(bytes), bytes.length);
    }
}
