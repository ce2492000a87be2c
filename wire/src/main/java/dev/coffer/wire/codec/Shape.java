package dev.coffer.wire.codec;

import dev.coffer.wire.binding.Attribute;
import dev.coffer.wire.binding.Element;
import dev.coffer.wire.binding.Group;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.HeaderPrefix;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.Payload;
import dev.coffer.wire.binding.QueryParam;
import dev.coffer.wire.binding.Status;
import dev.coffer.wire.binding.Text;
import dev.coffer.wire.binding.XmlRoot;
import dev.coffer.wire.http.Body;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A record class as the codec sees it: its members, where they travel, and how to build one.
 * Reflected once per class.
 */
final class Shape {
  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return new Shape(type);
        }
      };

  /** Where a member travels. */
  sealed interface Place {}

  /** {@code Bucket} or {@code Key} of the path. */
  record InPath(String name) implements Place {}

  /** A header; {@code key} is its name in lower case. */
  record InHeader(String name, String key) implements Place {}

  /** Headers of one prefix. */
  record InHeaders(String prefix) implements Place {}

  /** A query parameter. */
  record InQuery(String name) implements Place {}

  /** A record whose members stand here. */
  record InGroup(Shape shape) implements Place {}

  /** The streamed body. */
  record InStream() implements Place {}

  /** The body as a document of its own. */
  record InDocument(Shape shape) implements Place {}

  /** The status code. */
  record InStatus() implements Place {}

  /** The text of the enclosing element. */
  record InText() implements Place {}

  /** The type of the enclosing element. */
  record InAttribute() implements Place {}

  /**
   * An element of the document.
   *
   * @param item the inner element of a wrapped list; empty when there is none
   * @param shape of a record; otherwise the member is a scalar
   */
  record InElement(String name, String item, boolean list, @Nullable Shape shape)
      implements Place {}

  /** One component. */
  record Member(String name, Place place, Scalar scalar, boolean nullable, MethodHandle accessor) {
    @Nullable Object of(Object owner) {
      try {
        return (Object) accessor.invokeExact(owner);
      } catch (Throwable e) {
        throw unchecked(e);
      }
    }
  }

  private final Class<?> type;
  private final List<Member> members = new ArrayList<>();
  private final Map<String, Member> elements = new LinkedHashMap<>();
  private final MethodHandle constructor;
  private final @Nullable String root;
  private final String namespace;
  private final Set<String> bound = new HashSet<>();

  private Shape(Class<?> type) {
    if (!type.isRecord()) {
      throw new IllegalStateException("not a record: " + type);
    }
    this.type = type;
    XmlRoot rootName = type.getAnnotation(XmlRoot.class);
    this.root = rootName == null ? null : rootName.value();
    this.namespace = rootName == null ? "" : rootName.namespace();
    for (RecordComponent component : type.getRecordComponents()) {
      members.add(member(component));
    }
    this.constructor = constructor(type);
    collect(this);
  }

  static Shape of(Class<?> type) {
    return SHAPES.get(type);
  }

  Class<?> type() {
    return type;
  }

  List<Member> members() {
    return members;
  }

  /** The members that are elements, those of groups included, by element name. */
  Map<String, Member> elements() {
    return elements;
  }

  /** The headers bound, in lower case, and the query parameters, behind a question mark. */
  Set<String> bound() {
    return bound;
  }

  @Nullable String root() {
    return root;
  }

  /** The namespace of the root; empty without one. */
  String namespace() {
    return namespace;
  }

  /** The first member with such a place, groups included. */
  @Nullable Member find(Class<? extends Place> place) {
    for (Member member : members) {
      Member found =
          member.place instanceof InGroup(Shape group)
              ? group.find(place)
              : place.isInstance(member.place) ? member : null;
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** All members that are not groups, those of groups included. */
  List<Member> flat() {
    var flat = new ArrayList<Member>();
    for (Member member : members) {
      if (member.place instanceof InGroup(Shape group)) {
        flat.addAll(group.flat());
      } else {
        flat.add(member);
      }
    }
    return flat;
  }

  /** Builds a record; the source gives each member's value, and groups are built by themselves. */
  Object make(Function<Member, @Nullable Object> source) {
    var values = new @Nullable Object[members.size()];
    for (int i = 0; i < values.length; i++) {
      Member member = members.get(i);
      values[i] =
          member.place instanceof InGroup(Shape group) ? group.make(source) : source.apply(member);
    }
    try {
      return (Object) constructor.invokeExact(values);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  private void collect(Shape shape) {
    for (Member member : shape.members) {
      switch (member.place) {
        case InGroup(Shape group) -> collect(group);
        case InElement element -> elements.put(element.name, member);
        case InPath p -> {}
        case InHeader header -> bound.add(header.key);
        case InQuery query -> bound.add("?" + query.name);
        case InHeaders h -> {}
        case InStream s -> {}
        case InDocument d -> {}
        case InStatus s -> {}
        case InText t -> {}
        case InAttribute a -> {}
      }
    }
  }

  private static Member member(RecordComponent component) {
    boolean nullable =
        component.getAnnotatedType().isAnnotationPresent(Nullable.class)
            && !component.getType().isPrimitive();
    Place place = place(component);
    Scalar scalar = Scalar.of(scalarType(component));
    if (scalar == null && !complex(place)) {
      throw new IllegalStateException("no scalar: " + component);
    }
    return new Member(
        component.getName(),
        place,
        scalar == null ? Scalar.TEXT : scalar,
        nullable,
        accessor(component));
  }

  private static boolean complex(Place place) {
    return switch (place) {
      case InGroup g -> true;
      case InHeaders h -> true;
      case InStream s -> true;
      case InDocument d -> true;
      case InElement element -> element.shape != null;
      case InPath p -> false;
      case InHeader h -> false;
      case InQuery q -> false;
      case InStatus s -> false;
      case InText t -> false;
      case InAttribute a -> false;
    };
  }

  private static Class<?> scalarType(RecordComponent component) {
    return component.getType() == List.class ? argument(component) : component.getType();
  }

  private static Place place(RecordComponent component) {
    for (Annotation annotation : component.getAnnotations()) {
      switch (annotation) {
        case Path path -> {
          return new InPath(path.value());
        }
        case Header header -> {
          return new InHeader(header.value(), header.value().toLowerCase(Locale.ROOT));
        }
        case HeaderPrefix prefix -> {
          return new InHeaders(prefix.value());
        }
        case QueryParam query -> {
          return new InQuery(query.value());
        }
        case Group group -> {
          return new InGroup(of(component.getType()));
        }
        case Payload payload -> {
          return payload(component);
        }
        case Status status -> {
          return new InStatus();
        }
        case Text text -> {
          return new InText();
        }
        case Attribute attribute -> {
          return new InAttribute();
        }
        case Element element -> {
          return element(component, element.value(), element.item());
        }
        default -> {}
      }
    }
    String name = component.getName();
    return element(component, Character.toUpperCase(name.charAt(0)) + name.substring(1), "");
  }

  private static Place payload(RecordComponent component) {
    return component.getType() == Body.class
        ? new InStream()
        : new InDocument(of(argument(component)));
  }

  private static Place element(RecordComponent component, String name, String item) {
    Class<?> scalar = scalarType(component);
    return new InElement(
        name, item, component.getType() == List.class, scalar.isRecord() ? of(scalar) : null);
  }

  private static Class<?> argument(RecordComponent component) {
    Type type = component.getGenericType();
    if (type instanceof ParameterizedType generic
        && generic.getActualTypeArguments()[0] instanceof Class<?> argument) {
      return argument;
    }
    throw new IllegalStateException("no type argument: " + component);
  }

  static MethodHandle accessor(RecordComponent component) {
    try {
      return MethodHandles.lookup()
          .unreflect(component.getAccessor())
          .asType(MethodType.methodType(Object.class, Object.class));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("record is not accessible: " + component, e);
    }
  }

  static MethodHandle constructor(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    var parameters = new ArrayList<Class<?>>();
    for (RecordComponent component : components) {
      parameters.add(component.getType());
    }
    try {
      return MethodHandles.lookup()
          .findConstructor(type, MethodType.methodType(void.class, parameters))
          .asSpreader(Object[].class, components.length)
          .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      throw new IllegalStateException("record is not accessible: " + type, e);
    }
  }

  static RuntimeException unchecked(Throwable e) {
    return switch (e) {
      case RuntimeException unchecked -> unchecked;
      case Error error -> throw error;
      default -> new IllegalStateException("a record threw", e);
    };
  }
}
