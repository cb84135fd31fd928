package org.netchestra.management;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/** An MXBean that tells JMX clients what the {@link Description}s of its interface say. Thread-safe when the bean is. */
class DescribedMBean extends StandardMBean {

    /** One for all beans of a type: with thousands of servers the descriptions would cost megabytes, and seconds. */
    private static final Map<Class<?>, MBeanInfo> INFOS = new ConcurrentHashMap<>();

    private final Class<?> type;

    <T> DescribedMBean(T bean, Class<T> type) {
        super(bean, type, true);
        this.type = type;
    }

    @Override
    protected @Nullable MBeanInfo getCachedMBeanInfo() {
        return INFOS.get(type);
    }

    @Override
    protected void cacheMBeanInfo(@Nullable MBeanInfo info) {
        if (info != null) {
            INFOS.put(type, info);
        }
    }

    @Override
    protected String getDescription(MBeanInfo info) {
        return described(type, info.getDescription());
    }

    @Override
    protected String getDescription(MBeanAttributeInfo info) {
        return described(method((info.isIs() ? "is" : "get") + info.getName()), info.getName());
    }

    @Override
    protected String getDescription(MBeanOperationInfo info) {
        return described(method(info.getName()), info.getName());
    }

    @Override
    protected String getDescription(MBeanOperationInfo operation, MBeanParameterInfo parameter, int sequence) {
        Method method = method(operation.getName());
        return described(method == null ? null : method.getParameters()[sequence], parameter.getName());
    }

    @Override
    protected String getParameterName(MBeanOperationInfo operation, MBeanParameterInfo parameter, int sequence) {
        Method method = method(operation.getName());
        return method == null ? parameter.getName() : method.getParameters()[sequence].getName();
    }

    /** An operation that answers something only reads, the others change the cluster. */
    @Override
    protected int getImpact(MBeanOperationInfo info) {
        return info.getReturnType().equals("void") ? MBeanOperationInfo.ACTION : MBeanOperationInfo.INFO;
    }

    /** By name alone: no operation of ours is overloaded, so that Jolokia needs no signature either. */
    private @Nullable Method method(String name) {
        return Stream.of(type.getMethods())
                .filter(m -> m.getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static String described(@Nullable AnnotatedElement element, String otherwise) {
        Description description = element == null ? null : element.getAnnotation(Description.class);
        if (description == null) {
            return otherwise;
        }
        return description.units().isEmpty()
                ? description.value()
                : description.value() + " Unit: " + description.units() + ".";
    }
}
