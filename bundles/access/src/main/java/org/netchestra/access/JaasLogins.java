package org.netchestra.access;

import java.io.IOException;
import java.util.Optional;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;

/** Logs in at a JAAS realm. */
public final class JaasLogins implements Logins {

    private final String realm;

    public JaasLogins(String realm) {
        this.realm = realm;
    }

    @Override
    public Optional<Subject> login(Credentials credentials) {
        try {
            LoginContext context = new LoginContext(realm, callbacks -> answer(callbacks, credentials));
            context.login();
            return Optional.of(context.getSubject());
        } catch (LoginException wrong) {
            return Optional.empty();
        }
    }

    private static void answer(Callback[] callbacks, Credentials credentials)
            throws IOException, UnsupportedCallbackException {
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback name) {
                name.setName(credentials.user());
            } else if (callback instanceof PasswordCallback password) {
                password.setPassword(credentials.password().toCharArray());
            } else {
                throw new UnsupportedCallbackException(callback);
            }
        }
    }
}
