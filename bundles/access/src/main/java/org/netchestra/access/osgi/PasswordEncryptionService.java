package org.netchestra.access.osgi;

import java.security.SecureRandom;
import java.util.Map;
import org.apache.karaf.jaas.modules.Encryption;
import org.apache.karaf.jaas.modules.EncryptionService;
import org.netchestra.access.PasswordHash;
import org.netchestra.access.RememberedPasswords;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The password hashing that {@code encryption.name = netchestra} in org.apache.karaf.jaas.cfg chooses. */
@Component(immediate = true, property = "name=" + PasswordEncryptionService.NAME)
public final class PasswordEncryptionService implements EncryptionService, Encryption {

    static final String NAME = "netchestra";

    private final PasswordHash hash;
    private final RememberedPasswords remembered;

    @Activate
    public PasswordEncryptionService() {
        SecureRandom random = new SecureRandom();
        this.hash = new PasswordHash(random, PasswordHash.ITERATIONS);
        this.remembered = new RememberedPasswords(hash, random);
    }

    /** One way to hash, whatever the parameters say. */
    @Override
    public Encryption createEncryption(Map<String, String> parameters) {
        return this;
    }

    @Override
    public String encryptPassword(String plain) {
        return hash.of(plain);
    }

    @Override
    public boolean checkPassword(String input, String stored) {
        return remembered.matches(input, stored);
    }
}
