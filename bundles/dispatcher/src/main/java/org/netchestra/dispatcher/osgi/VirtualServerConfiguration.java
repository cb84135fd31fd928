package org.netchestra.dispatcher.osgi;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/**
 * The keys of a virtual server for tools that edit configurations. Their reading and checking is the core's
 * {@link org.netchestra.core.config.VirtualServerReader}: it names file, line and expectation.
 */
@ObjectClassDefinition(name = "Netchestra virtual server", description = "A public address with its real servers")
@interface VirtualServerConfiguration {

    @AttributeDefinition(
            name = "listen",
            description = "address and port that clients connect to, such as 127.0.0.1:8080")
    String listen();

    @AttributeDefinition(
            name = "protocol",
            required = false,
            options = {@Option(label = "http", value = "http"), @Option(label = "tcp", value = "tcp")},
            description = "http or tcp")
    String protocol() default "http";

    @AttributeDefinition(
            name = "path",
            required = false,
            options = {@Option(label = "direct", value = "direct"), @Option(label = "camel", value = "camel")},
            description = "direct: straight to a real server; camel: through the route netchestra:exchange/<name>")
    String path() default "direct";

    @AttributeDefinition(
            name = "policy",
            required = false,
            description = "the balancing policy's name, then its options as name=value")
    String policy() default "rr";

    @AttributeDefinition(
            name = "servers",
            description = "the real servers: name=address:port, then weight=N and max-in-flight=N, parted by commas")
    String servers();

    @AttributeDefinition(
            name = "sorry",
            required = false,
            description =
                    "where requests go whose pool has no server left: name=address:port, or an action as of a route. Routes "
                            + "and pools have keys of their own: route.<number> and pool.<name>.<key>")
    String sorry() default "";

    @AttributeDefinition(
            name = "affinity",
            required = false,
            description =
                    "what keeps requests with one server: cookie name=N, source, header name=N, parameter name=N, session "
                            + "name=N, or off")
    String affinity() default "off";

    @AttributeDefinition(
            name = "trusted-proxies",
            required = false,
            description = "addresses and networks whose forwarding fields and request ids are believed")
    String trusted$_$proxies() default "";

    @AttributeDefinition(
            name = "forwarded",
            required = false,
            options = {
                @Option(label = "X-Forwarded-*", value = "x-forwarded"),
                @Option(label = "Forwarded", value = "rfc7239"),
                @Option(label = "both", value = "both"),
                @Option(label = "nothing", value = "off")
            },
            description = "what servers learn of where a request came from")
    String forwarded() default "x-forwarded";

    @AttributeDefinition(name = "request-id", required = false, description = "whether every request gets an id")
    String request$_$id() default "true";

    @AttributeDefinition(
            name = "slow-start",
            required = false,
            description = "how long a new or recovered server takes to its full weight; 0s for at once")
    String slow$_$start() default "0s";

    @AttributeDefinition(
            name = "slow-start-aggression",
            required = false,
            description = "the curve of a slow start, 0.1..10: 1 is a straight line")
    String slow$_$start$_$aggression() default "1.0";

    @AttributeDefinition(
            name = "slow-start-minimum",
            required = false,
            description = "where a slow start begins, in percent of the weight")
    String slow$_$start$_$minimum() default "10";

    @AttributeDefinition(
            name = "explain-percent",
            required = false,
            description = "share of the requests whose choice of server is recorded with all candidates")
    String explain$_$percent() default "0";

    @AttributeDefinition(
            name = "proxy-protocol-from",
            required = false,
            description = "addresses and networks of proxies whose connections begin with a PROXY protocol header")
    String proxy$_$protocol$_$from() default "";

    @AttributeDefinition(
            name = "send-proxy",
            required = false,
            options = {
                @Option(label = "off", value = "off"),
                @Option(label = "v1", value = "v1"),
                @Option(label = "v2", value = "v2")
            },
            description = "the PROXY protocol header that real servers get: off, v1 or v2")
    String send$_$proxy() default "off";

    @AttributeDefinition(
            name = "tls-certificates",
            required = false,
            description = "files with certificates and keys, and directories of such files; clients then speak TLS")
    String tls$_$certificates() default "";

    @AttributeDefinition(
            name = "tls-password-file",
            required = false,
            description = "a file with the password of PKCS#12 files")
    String tls$_$password$_$file() default "";

    @AttributeDefinition(
            name = "tls-min-version",
            required = false,
            options = {@Option(label = "1.2", value = "1.2"), @Option(label = "1.3", value = "1.3")},
            description = "the oldest TLS version that is spoken")
    String tls$_$min$_$version() default "1.2";

    @AttributeDefinition(
            name = "tls-client-auth",
            required = false,
            options = {
                @Option(label = "off", value = "off"),
                @Option(label = "optional", value = "optional"),
                @Option(label = "required", value = "required")
            },
            description = "whether clients show a certificate")
    String tls$_$client$_$auth() default "off";

    @AttributeDefinition(
            name = "tls-client-ca",
            required = false,
            description = "PEM file with the CAs of clients' certificates")
    String tls$_$client$_$ca() default "";

    @AttributeDefinition(
            name = "server-tls",
            required = false,
            options = {@Option(label = "false", value = "false"), @Option(label = "true", value = "true")},
            description = "whether TLS is spoken to real servers")
    String server$_$tls() default "false";

    @AttributeDefinition(
            name = "server-tls-verify",
            required = false,
            options = {@Option(label = "true", value = "true"), @Option(label = "false", value = "false")},
            description = "whether the certificates of real servers are checked")
    String server$_$tls$_$verify() default "true";

    @AttributeDefinition(
            name = "server-tls-ca",
            required = false,
            description = "PEM file with the CAs of real servers; those of the Java runtime without it")
    String server$_$tls$_$ca() default "";

    @AttributeDefinition(
            name = "server-tls-name",
            required = false,
            description = "the host name that real servers are asked for and checked by")
    String server$_$tls$_$name() default "";

    @AttributeDefinition(
            name = "server-tls-certificate",
            required = false,
            description = "PEM file with the certificate and key that is shown to real servers")
    String server$_$tls$_$certificate() default "";

    @AttributeDefinition(
            name = "http2",
            required = false,
            options = {@Option(label = "true", value = "true"), @Option(label = "false", value = "false")},
            description = "whether HTTP/2 is offered to clients that speak TLS")
    String http2() default "true";

    @AttributeDefinition(
            name = "h2c",
            required = false,
            options = {@Option(label = "false", value = "false"), @Option(label = "true", value = "true")},
            description = "whether clients may begin in HTTP/2 without TLS")
    String h2c() default "false";

    @AttributeDefinition(
            name = "http2-max-streams",
            required = false,
            description = "requests of one HTTP/2 connection at a time")
    String http2$_$max$_$streams() default "100";

    @AttributeDefinition(
            name = "timeout-handshake",
            required = false,
            description = "for what comes before the first request: PROXY protocol header, TLS handshake")
    String timeout$_$handshake() default "10s";

    @AttributeDefinition(
            name = "timeout-request-head",
            required = false,
            description = "for a whole request head, from its first byte")
    String timeout$_$request$_$head() default "10s";

    @AttributeDefinition(
            name = "timeout-idle",
            required = false,
            description = "for the next request on a client connection")
    String timeout$_$idle() default "60s";

    @AttributeDefinition(name = "timeout-connect", required = false, description = "for a connection to a real server")
    String timeout$_$connect() default "3s";

    @AttributeDefinition(name = "timeout-response", required = false, description = "for the first byte of a reply")
    String timeout$_$response() default "60s";

    @AttributeDefinition(
            name = "timeout-data",
            required = false,
            description = "for progress in either direction while a body is on its way")
    String timeout$_$data() default "60s";

    @AttributeDefinition(
            name = "timeout-tunnel",
            required = false,
            description = "for the next byte in either direction of a tunnel: protocol tcp, and WebSocket")
    String timeout$_$tunnel() default "1h";

    @AttributeDefinition(
            name = "timeout-upstream-idle",
            required = false,
            description = "how long an unused connection to a real server is kept")
    String timeout$_$upstream$_$idle() default "30s";

    @AttributeDefinition(
            name = "timeout-queue",
            required = false,
            description = "for a server that may have one more exchange")
    String timeout$_$queue() default "5s";

    @AttributeDefinition(
            name = "timeout-exchange",
            required = false,
            description = "for a whole exchange from its first byte; 0 for no limit")
    String timeout$_$exchange() default "0";

    @AttributeDefinition(
            name = "timeout-drain",
            required = false,
            description = "for exchanges in flight when the virtual server stops")
    String timeout$_$drain() default "30s";

    @AttributeDefinition(name = "max-head-bytes", required = false, description = "bytes of a request head")
    String max$_$head$_$bytes() default "16k";

    @AttributeDefinition(name = "max-headers", required = false, description = "header fields of a request")
    String max$_$headers() default "100";

    @AttributeDefinition(name = "max-target-bytes", required = false, description = "bytes of a request target")
    String max$_$target$_$bytes() default "8k";

    @AttributeDefinition(
            name = "max-body-bytes",
            required = false,
            description = "bytes of a request body; 0 for no limit")
    String max$_$body$_$bytes() default "0";

    @AttributeDefinition(name = "max-connections", required = false, description = "client connections; 0 for no limit")
    String max$_$connections() default "0";

    @AttributeDefinition(
            name = "max-connections-per-source",
            required = false,
            description = "client connections of one source; 0 for no limit")
    String max$_$connections$_$per$_$source() default "0";

    @AttributeDefinition(
            name = "rate-limit",
            required = false,
            description = "requests of one source, such as 100/s burst=200 dry-run=true; off for no limit")
    String rate$_$limit() default "off";

    @AttributeDefinition(
            name = "max-queue",
            required = false,
            description = "requests that wait while all servers have as many exchanges as they may")
    String max$_$queue() default "1000";

    @AttributeDefinition(
            name = "min-body-rate",
            required = false,
            description = "bytes a second a client must send a request body with on average; 0 for no limit")
    String min$_$body$_$rate() default "500";

    @AttributeDefinition(
            name = "min-body-grace",
            required = false,
            description = "time from a body's first byte until its rate counts")
    String min$_$body$_$grace() default "20s";

    @AttributeDefinition(name = "max-attempts", required = false, description = "servers tried for one request")
    String max$_$attempts() default "3";

    @AttributeDefinition(
            name = "max-upstream-idle",
            required = false,
            description = "unused connections kept to one real server by one event loop")
    String max$_$upstream$_$idle() default "256";

    @AttributeDefinition(
            name = "fail-safe",
            required = false,
            description = "off, strict or paper: what happens to a request whose real server fails")
    String fail$_$safe() default "strict";

    @AttributeDefinition(
            name = "confirm",
            required = false,
            description = "head or whole: when a reply goes to the client")
    String confirm() default "head";

    @AttributeDefinition(
            name = "confirm-max-bytes",
            required = false,
            description = "replies held to be confirmed as a whole")
    String confirm$_$max$_$bytes() default "256k";

    @AttributeDefinition(
            name = "replay-on",
            required = false,
            description = "statuses that count as a server's failure, or none")
    String replay$_$on() default "502 503 504";

    @AttributeDefinition(
            name = "replay-timeout",
            required = false,
            description = "for the first byte of a reply, before another server is asked")
    String replay$_$timeout() default "auto";

    @AttributeDefinition(name = "replay-deadline", required = false, description = "for all attempts at one request")
    String replay$_$deadline() default "60s";

    @AttributeDefinition(name = "replay-budget", required = false, description = "replays per hundred requests")
    String replay$_$budget() default "20";

    @AttributeDefinition(
            name = "replay-reserve",
            required = false,
            description = "replays per second whatever the load")
    String replay$_$reserve() default "10";

    @AttributeDefinition(
            name = "replayable",
            required = false,
            description = "prefixes of paths whose requests may be sent twice")
    String replayable() default "";

    @AttributeDefinition(name = "journal", required = false, description = "memory or durable: where requests are kept")
    String journal() default "memory";

    @AttributeDefinition(name = "journal-max-body", required = false, description = "request bodies above are not kept")
    String journal$_$max$_$body() default "1g";

    @AttributeDefinition(
            name = "server-wait",
            required = false,
            description = "how long a request waits while no server is up")
    String server$_$wait() default "5s";

    @AttributeDefinition(name = "max-waiting", required = false, description = "requests that wait so at a time")
    String max$_$waiting() default "1000";

    @AttributeDefinition(
            name = "transaction",
            required = false,
            description = "off, cookie, header, named-header or path: how a request names its transaction")
    String transaction() default "off";

    @AttributeDefinition(
            name = "transaction-name",
            required = false,
            description = "the cookie's or header's name, or a regular expression for paths")
    String transaction$_$name() default "";

    @AttributeDefinition(
            name = "transaction-paths",
            required = false,
            description = "prefixes of the paths that belong to transactions")
    String transaction$_$paths() default "";

    @AttributeDefinition(
            name = "transaction-replay",
            required = false,
            description = "failed or all: what is sent again when the server of a transaction fails")
    String transaction$_$replay() default "failed";

    @AttributeDefinition(
            name = "transaction-idle",
            required = false,
            description = "how long a transaction without a step lives")
    String transaction$_$idle() default "5m";

    @AttributeDefinition(name = "transaction-max", required = false, description = "transactions at a time")
    String transaction$_$max() default "10000";

    @AttributeDefinition(
            name = "transaction-max-waiting",
            required = false,
            description = "steps that wait for their turn in one transaction")
    String transaction$_$max$_$waiting() default "16";

    @AttributeDefinition(
            name = "transaction-max-steps",
            required = false,
            description = "confirmed steps kept of one transaction")
    String transaction$_$max$_$steps() default "64";

    @AttributeDefinition(
            name = "transaction-max-bytes",
            required = false,
            description = "bytes kept of the confirmed steps of one transaction")
    String transaction$_$max$_$bytes() default "8m";
}
