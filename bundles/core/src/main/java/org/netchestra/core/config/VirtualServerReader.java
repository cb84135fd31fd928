package org.netchestra.core.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.ServerAddress;

/** Turns the keys of a virtual server's configuration into a {@link VirtualServerSpec}, or into all that is wrong. */
public final class VirtualServerReader {

    /** The policy of a configuration that names none. */
    public static final String DEFAULT_POLICY = "rr";

    private static final String LISTEN_EXPECTED = "address:port to listen on, such as 127.0.0.1:8080 or [::1]:8080";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");

    private VirtualServerReader() {}

    /**
     * Reads and validates the whole configuration.
     *
     * @param name the virtual server's name
     * @param values its keys, without those of the framework
     * @param file the file it stands in, so that problems carry a line; null when there is none
     * @throws InvalidConfigurationException with every problem that was found
     */
    public static VirtualServerSpec read(String name, Map<String, String> values, @Nullable Path file)
            throws InvalidConfigurationException {
        ConfigurationText text = new ConfigurationText(values);
        if (!NAME.matcher(name).matches()) {
            text.problem("name", name, "letters, digits, '.', '_' and '-', at most 63 characters");
        }
        ServerAddress listen = text.address("listen", LISTEN_EXPECTED);
        Protocol protocol = text.choice("protocol", Protocol.class);
        DataPath path = text.choice("path", DataPath.class);
        if (path == DataPath.CAMEL && protocol == Protocol.TCP) {
            text.problem("path", "camel", "direct; a Camel route takes HTTP only, protocol = http");
        }
        Common common = new Common(
                listen == null ? new ServerAddress("0.0.0.0", 0) : listen,
                protocol,
                ConnectionSpec.read(text),
                SourceLimits.read(text),
                ForwardingSpec.read(text));
        RoutingSpec routing = new RoutingReader(
                        text,
                        values,
                        (pool, keys, written) -> work(
                                RoutingSpec.poolName(name, pool),
                                DataPath.DIRECT,
                                common,
                                keys,
                                RoutingSpec.NONE,
                                written))
                .read(protocol);
        VirtualServerSpec spec = work(name, path, common, text, routing, values);
        List<ConfigurationProblem> problems = text.finish();
        if (!problems.isEmpty()) {
            throw new InvalidConfigurationException(located(problems, file));
        }
        return spec;
    }

    /** What counts before a request has a pool. */
    private record Common(
            ServerAddress listen,
            Protocol protocol,
            ConnectionSpec connection,
            SourceLimits sources,
            ForwardingSpec forwarding) {}

    /** What a virtual server and each of its pools say alike: who does the work, and how. */
    private static VirtualServerSpec work(
            String name,
            DataPath path,
            Common common,
            ConfigurationText text,
            RoutingSpec routing,
            Map<String, String> written) {
        Limits limits = Limits.read(text);
        return new VirtualServerSpec(
                name,
                common.listen(),
                common.protocol(),
                path,
                PolicySpec.read(text, "policy", DEFAULT_POLICY),
                ServerList.read(text, "servers"),
                AffinitySpec.read(text, "affinity"),
                SlowStart.read(text),
                text.decimal("explain-percent", 0, 0, 100),
                Timeouts.read(text),
                limits,
                common.connection(),
                ServerHttpSpec.read(text, common.protocol()),
                common.sources(),
                common.forwarding(),
                ControllerSpec.read(text),
                routing,
                FailSafeSpec.read(text, limits.attempts()),
                written);
    }

    /** The same problems with the file and the lines they stand in. */
    public static List<ConfigurationProblem> located(List<ConfigurationProblem> problems, @Nullable Path file) {
        if (file == null) {
            return problems;
        }
        KeyLines lines = KeyLines.of(file);
        int names = file.getNameCount();
        Path shown = names > 2 ? file.subpath(names - 2, names) : file;
        return problems.stream()
                .map(p -> new ConfigurationProblem(
                        String.valueOf(shown), lines.lineOf(p.key(), p.value()), p.key(), p.value(), p.expected()))
                .toList();
    }
}
