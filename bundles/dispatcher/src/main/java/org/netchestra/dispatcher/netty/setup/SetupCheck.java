package org.netchestra.dispatcher.netty.setup;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netchestra.core.config.ConfigurationProblem;
import org.netchestra.core.config.FileCheck;
import org.netchestra.core.config.InvalidConfigurationException;
import org.netchestra.core.config.ServerTlsSpec;
import org.netchestra.core.config.TlsSpec;
import org.netchestra.core.config.VirtualServerSpec;
import org.netchestra.dispatcher.certificate.CertificateProblem;
import org.netchestra.dispatcher.certificate.CertificateStore;

/**
 * Tries what a configuration's connections are set up with: whether every file can be used, and whether its certificates are valid
 * now. One that is not is a problem here only; to drop a virtual server because a certificate has expired would harm more.
 */
public final class SetupCheck implements FileCheck {

    private final Clock clock;

    /** @param clock tells which certificates have run out */
    public SetupCheck(Clock clock) {
        this.clock = clock;
    }

    @Override
    public List<ConfigurationProblem> problems(VirtualServerSpec spec) {
        try {
            SetupPlan.load(spec);
            return validity(spec);
        } catch (InvalidConfigurationException unusable) {
            return unusable.problems();
        } catch (CertificateProblem changedMeanwhile) {
            return List.of(
                    ConfigurationProblem.of("tls-certificates", changedMeanwhile.file(), changedMeanwhile.expected()));
        }
    }

    private List<ConfigurationProblem> validity(VirtualServerSpec spec) throws CertificateProblem {
        List<ConfigurationProblem> problems = new ArrayList<>();
        TlsSpec tls = spec.connection().tls();
        if (tls != null) {
            for (var certificate : CertificateStore.read(tls.certificates(), tls.passwordFile())) {
                add(problems, "tls-certificates", certificate.file(), certificate.certificate());
            }
            authorities(problems, "tls-client-ca", tls.clientCa());
        }
        ServerTlsSpec server = spec.connection().serverTls();
        if (server != null) {
            authorities(problems, "server-tls-ca", server.ca());
            Path shown = server.certificate();
            if (shown != null) {
                add(
                        problems,
                        "server-tls-certificate",
                        shown,
                        CertificateStore.read(shown, null).certificate());
            }
        }
        return problems;
    }

    private void authorities(List<ConfigurationProblem> problems, String key, @Nullable Path file)
            throws CertificateProblem {
        if (file != null) {
            for (X509Certificate authority : CertificateStore.authorities(file)) {
                add(problems, key, file, authority);
            }
        }
    }

    private void add(List<ConfigurationProblem> problems, String key, Path file, X509Certificate certificate) {
        Instant now = clock.instant();
        Instant begin = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        String subject = certificate.getSubjectX500Principal().getName();
        if (now.isAfter(end)) {
            problems.add(ConfigurationProblem.of(
                    key, file.toString(), "certificates that are valid; that of " + subject + " expired at " + end));
        } else if (now.isBefore(begin)) {
            problems.add(ConfigurationProblem.of(
                    key,
                    file.toString(),
                    "certificates that are valid; that of " + subject + " begins to be so at " + begin));
        }
    }
}
