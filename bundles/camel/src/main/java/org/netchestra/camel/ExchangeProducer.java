package org.netchestra.camel;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.SynchronizationAdapter;
import org.netchestra.api.route.HeaderField;
import org.netchestra.api.route.RequestHead;
import org.netchestra.api.route.RequestSender;

/**
 * Sends a message to a real server of a virtual server, by its policy, and puts the reply in its place. The reply's body
 * streams; it is closed when the exchange is done. A status of 4xx or 5xx is a reply like any other.
 */
final class ExchangeProducer extends DefaultProducer {

    private final ExchangeEndpoint endpoint;

    ExchangeProducer(ExchangeEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        ExchangeBody body = ExchangeBody.of(message);
        RequestHead head = head(message, body);
        RequestSender.Reply reply = endpoint.sender().send(endpoint.virtualServer(), head, body.stream());
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                reply.close();
            }
        });
        answer(message, reply);
    }

    private static RequestHead head(Message message, ExchangeBody body) {
        String otherwise = body.length() == 0 ? "GET" : "POST";
        return new RequestHead(
                message.getHeader(Exchange.HTTP_METHOD, otherwise, String.class),
                ExchangeHeaders.target(message),
                ExchangeHeaders.fields(message, Map.of()),
                ExchangeHeaders.client(message),
                body.length());
    }

    private static void answer(Message message, RequestSender.Reply reply) throws IOException {
        ExchangeHeaders.clear(message);
        List<HeaderField> fields = reply.head().fields();
        ExchangeHeaders.set(message, fields);
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, reply.head().status());
        new ExchangeBody(reply.body(), reply.head().bodyLength()).setOn(message);
    }
}
