package org.netchestra.access;

import java.util.Arrays;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** What the operations and attributes of an MBean look like to the role rules. Thread-safe. */
final class Signatures {

    /** An operation as the rules name it. */
    record Operation(String name, List<String> parameters) {}

    private final MBeanServer server;

    Signatures(MBeanServer server) {
        this.server = server;
    }

    /** {@code name(type,type)} as written; for a bare name every overload there is, or itself if there is none. */
    List<Operation> operations(ObjectName bean, String operation) {
        int open = operation.indexOf('(');
        if (open >= 0) {
            return List.of(new Operation(operation.substring(0, open), parameters(operation, open)));
        }
        List<Operation> overloads = Arrays.stream(operationInfos(bean))
                .filter(info -> info.getName().equals(operation))
                .map(info -> new Operation(operation, types(info.getSignature())))
                .toList();
        return overloads.isEmpty() ? List.of(new Operation(operation, List.of())) : overloads;
    }

    /** The getter of an attribute: {@code is...} if the MBean says so. */
    Operation getter(ObjectName bean, String attribute) {
        boolean is =
                attributeInfos(bean).stream().anyMatch(info -> info.getName().equals(attribute) && info.isIs());
        return new Operation((is ? "is" : "get") + attribute, List.of());
    }

    Operation setter(ObjectName bean, String attribute) {
        List<String> type = attributeInfos(bean).stream()
                .filter(info -> info.getName().equals(attribute))
                .map(MBeanAttributeInfo::getType)
                .toList();
        return new Operation("set" + attribute, type);
    }

    private static List<String> parameters(String operation, int open) {
        int close = operation.endsWith(")") ? operation.length() - 1 : operation.length();
        String list = operation.substring(open + 1, close).trim();
        return list.isEmpty()
                ? List.of()
                : Arrays.stream(list.split(",", -1)).map(String::trim).toList();
    }

    private static List<String> types(MBeanParameterInfo[] parameters) {
        return Arrays.stream(parameters).map(MBeanParameterInfo::getType).toList();
    }

    private MBeanOperationInfo[] operationInfos(ObjectName bean) {
        MBeanInfo info = info(bean);
        return info == null ? new MBeanOperationInfo[0] : info.getOperations();
    }

    private List<MBeanAttributeInfo> attributeInfos(ObjectName bean) {
        MBeanInfo info = info(bean);
        return info == null ? List.of() : List.of(info.getAttributes());
    }

    private @Nullable MBeanInfo info(ObjectName bean) {
        try {
            return server.getMBeanInfo(bean);
        } catch (JMException goneOrUnreadable) {
            return null; // the rules are asked all the same; the request itself will fail
        }
    }
}
