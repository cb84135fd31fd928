package org.netchestra.conformance;

import java.lang.ref.Reference;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.PickRequest;

/**
 * About how much memory a policy holds on to, found by following its references: a number to compare with an earlier one of
 * the same policy. It needs no collection of garbage, which traffic beside it would feel.
 *
 * <p>Followed are fields, static ones too, and the elements of arrays, collections, maps and atomic references; not what the
 * kit itself made, weak references, threads and class loaders. What a thread local holds is not seen. Confined to one thread.
 */
final class ReachableBytes {

    private static final int HEADER = 16;
    private static final int WORD = 8;
    private static final int ENTRY = 48;

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Class<?>> classes = new HashSet<>();
    private final Deque<Object> pending = new ArrayDeque<>();
    private long bytes;

    private ReachableBytes() {}

    static long from(Object... roots) {
        ReachableBytes walk = new ReachableBytes();
        for (Object root : roots) {
            walk.found(root);
        }
        while (!walk.pending.isEmpty()) {
            walk.visit(walk.pending.pop());
        }
        return walk.bytes;
    }

    private void found(@Nullable Object object) {
        if (object != null && !foreign(object) && seen.add(object)) {
            pending.push(object);
        }
    }

    private static boolean foreign(Object object) {
        return object instanceof RealServer
                || object instanceof ServerPool
                || object instanceof PickRequest
                || object instanceof Class<?>
                || object instanceof ClassLoader
                || object instanceof Thread
                || object instanceof Reference<?>
                || object instanceof Enum<?>;
    }

    private void visit(Object object) {
        bytes += HEADER;
        Class<?> type = object.getClass();
        if (type.isArray()) {
            visitArray(object, type.getComponentType());
        } else if (type.getName().startsWith("java.")) {
            visitOfJdk(object);
        } else {
            visitFields(object, type);
        }
    }

    private void visitArray(Object array, Class<?> component) {
        int length = Array.getLength(array);
        bytes += (long) length * (component == byte.class || component == boolean.class ? 1 : WORD);
        if (!component.isPrimitive()) {
            for (Object element : (Object[]) array) {
                found(element);
            }
        }
    }

    private void visitOfJdk(Object object) {
        if (object instanceof Map<?, ?> map) {
            bytes += (long) ENTRY * map.size();
            map.forEach((key, value) -> {
                found(key);
                found(value);
            });
        } else if (object instanceof Collection<?> collection) {
            bytes += (long) WORD * collection.size();
            collection.forEach(this::found);
        } else if (object instanceof AtomicReference<?> reference) {
            found(reference.get());
        } else if (object instanceof AtomicReferenceArray<?> array) {
            for (int index = 0; index < array.length(); index++) {
                found(array.get(index));
            }
        } else if (object instanceof CharSequence text) {
            bytes += text.length();
        }
    }

    private void visitFields(Object object, Class<?> type) {
        for (Class<?> part = type; part != null && part != Object.class; part = part.getSuperclass()) {
            boolean first = classes.add(part);
            for (Field field : part.getDeclaredFields()) {
                boolean shared = Modifier.isStatic(field.getModifiers());
                bytes += shared ? 0 : WORD;
                if (!field.getType().isPrimitive() && (first || !shared)) {
                    found(value(field, shared ? null : object));
                }
            }
        }
    }

    private static @Nullable Object value(Field field, @Nullable Object object) {
        try {
            field.setAccessible(true);
            return field.get(object);
        } catch (ReflectiveOperationException | RuntimeException closed) {
            return null;
        }
    }
}
