package org.netchestra.access.osgi;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.features.BootFinished;
import org.apache.karaf.jaas.modules.EncryptionService;
import org.netchestra.access.Banner;
import org.netchestra.access.FirstAdministrator;
import org.netchestra.access.RandomPassword;
import org.netchestra.access.UsersFile;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the administrator at the first start and says his password on standard output. */
@Component(service = FirstStart.class, immediate = true, configurationPid = "org.netchestra.access")
@Designate(ocd = FirstStart.Configuration.class)
public final class FirstStart {

    private static final Logger LOG = LoggerFactory.getLogger(FirstStart.class);
    private static final String PASSWORD_FILE_VARIABLE = "NETCHESTRA_ADMIN_PASSWORD_FILE";

    /** What etc/org.netchestra.access.cfg may say. */
    @ObjectClassDefinition(name = "Netchestra access")
    @interface Configuration {
        @AttributeDefinition(
                description = "A file whose first line is the password of the administrator made at the"
                        + " first start; empty: a random one. The environment variable " + PASSWORD_FILE_VARIABLE
                        + " says the same and wins.")
        String adminPasswordFile() default "";
    }

    /**
     * @param features so that the slow hash does not hold up the first boot: traffic comes first
     */
    @Activate
    public FirstStart(
            BundleContext context,
            Configuration configuration,
            @Reference ConfigurationAdmin admin,
            @Reference(target = "(name=" + PasswordEncryptionService.NAME + ")") EncryptionService encryption,
            @SuppressWarnings("unused") @Reference BootFinished features)
            throws IOException {
        EncryptionSettings settings = new EncryptionSettings(admin);
        if (!settings.claim()) {
            LOG.info("Passwords are kept by another encryption service: no administrator is made");
            return;
        }
        SecureRandom random = new SecureRandom();
        FirstAdministrator administrator = new FirstAdministrator(
                new UsersFile(Path.of(context.getProperty("karaf.etc"), "users.properties")),
                () -> RandomPassword.from(random),
                password ->
                        settings.marked(encryption.createEncryption(Map.of()).encryptPassword(password)));
        announce(administrator.ensure(passwordFile(configuration, context.getProperty("karaf.base"))));
    }

    private static Optional<Path> passwordFile(Configuration configuration, String base) {
        String variable = System.getenv(PASSWORD_FILE_VARIABLE);
        String file = variable == null || variable.isBlank() ? configuration.adminPasswordFile() : variable;
        return file.isBlank() ? Optional.empty() : Optional.of(Path.of(base).resolve(file.trim()));
    }

    /** To the process's output only: neither the log nor a shell may keep a password. */
    private static void announce(Optional<String> news) throws IOException {
        if (news.isPresent()) {
            LOG.info("The first administrator was made");
            ProcessOutput.print(Banner.around(news.get()));
        }
    }
}
