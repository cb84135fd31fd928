package org.netchestra.policies.hashing;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.netchestra.api.cluster.ServerAddress;
import org.netchestra.core.hash.LvsHash;
import org.netchestra.core.hash.Md5;

/** The number that the LVS schedulers hash a server's address as. */
final class ServerKeys {

    private static final Pattern LITERAL = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

    private ServerKeys() {}

    /** The folded address plus the port; a host name, which LVS does not know, counts by the low half of its H64. */
    static int of(ServerAddress address) {
        return (LITERAL.matcher(address.host()).matches()
                        ? foldOfLiteral(address.host())
                        : (int) Md5.h64(address.host()))
                + address.port();
    }

    private static int foldOfLiteral(String literal) {
        try {
            byte[] bytes = InetAddress.getByName(literal).getAddress();
            return LvsHash.fold(bytes, 0, bytes.length);
        } catch (UnknownHostException notALiteral) {
            return (int) Md5.h64(literal);
        }
    }
}
