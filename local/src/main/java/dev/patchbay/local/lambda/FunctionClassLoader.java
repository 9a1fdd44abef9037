package dev.patchbay.local.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc.Kind;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * Loads one function's jar apart from the hub and from every other function, as Lambda does.
 * Thread-safe.
 *
 * <p>Classes of the jar that ask {@code System} for the environment or the output, and Patchbay's
 * own that ask for the system's clock, are rewritten to ask a bridge class, defined once per
 * loader, which holds this function's own.
 */
final class FunctionClassLoader extends URLClassLoader {
  private static final String BRIDGE = "dev.patchbay.local.bridge.Outside";
  private static final ClassDesc BRIDGE_TYPE = ClassDesc.of(BRIDGE);
  private static final ClassDesc SYSTEM_TYPE = ClassDesc.of("java.lang.System");
  private static final ClassDesc MAP = ClassDesc.of("java.util.Map");
  private static final ClassDesc PRINT_STREAM = ClassDesc.of("java.io.PrintStream");
  private static final MethodTypeDesc GETENV =
      MethodTypeDesc.of(ConstantDescs.CD_String, ConstantDescs.CD_String);
  private static final MethodTypeDesc GETENV_ALL = MethodTypeDesc.of(MAP);
  private static final Set<ConstantDesc> GETENVS =
      Set.of(
          MethodHandleDesc.ofMethod(Kind.STATIC, SYSTEM_TYPE, "getenv", GETENV),
          MethodHandleDesc.ofMethod(Kind.STATIC, SYSTEM_TYPE, "getenv", GETENV_ALL));
  private static final ClassDesc CLOCK_TYPE = ClassDesc.of("java.time.Clock");
  private static final byte[] CLOCK = "java/time/Clock".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SYSTEM = "java/lang/System".getBytes(StandardCharsets.US_ASCII);

  static {
    registerAsParallelCapable();
  }

  private FunctionClassLoader(Path jar) throws IOException {
    super(
        "function " + jar.getFileName(),
        new URL[] {jar.toUri().toURL()},
        ClassLoader.getPlatformClassLoader());
  }

  /** Opens the jar for a function that sees only the given outside. */
  static FunctionClassLoader open(Path jar, FunctionOutside outside) throws IOException {
    FunctionClassLoader loader = new FunctionClassLoader(jar);
    byte[] bridge = bridge();
    Class<?> type = loader.defineClass(BRIDGE, bridge, 0, bridge.length);
    try {
      type.getMethod("set", Map.class, PrintStream.class, Clock.class)
          .invoke(null, Map.copyOf(outside.environment()), outside.out(), outside.clock());
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("the bridge of " + jar + " does not stand", e);
    }
    return loader;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    URL resource = findResource(name.replace('.', '/') + ".class");
    if (resource == null) {
      throw new ClassNotFoundException(name);
    }
    try (InputStream in = resource.openStream()) {
      byte[] read = in.readAllBytes();
      boolean timed = name.startsWith("dev.patchbay.") && contains(read, CLOCK);
      byte[] bytes = timed || contains(read, SYSTEM) ? rewritten(read, timed) : read;
      definePackageOf(name);
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private void definePackageOf(String name) {
    int dot = name.lastIndexOf('.');
    synchronized (this) {
      if (dot > 0 && getDefinedPackage(name.substring(0, dot)) == null) {
        definePackage(name.substring(0, dot), null, null, null, null, null, null, null);
      }
    }
  }

  private byte[] rewritten(byte[] bytes, boolean timed) {
    ClassFile files = ClassFile.of(hierarchy());
    CodeTransform code = (builder, element) -> rewrite(builder, element, timed);
    return files.transformClass(files.parse(bytes), ClassTransform.transformingMethodBodies(code));
  }

  /**
   * Frames are computed from the jar's bytes: loading a class to know its parent could go round in
   * a circle.
   */
  private ClassFile.ClassHierarchyResolverOption hierarchy() {
    return ClassFile.ClassHierarchyResolverOption.of(
        ClassHierarchyResolver.ofResourceParsing(this)
            .orElse(ClassHierarchyResolver.defaultResolver()));
  }

  private static void rewrite(CodeBuilder builder, CodeElement element, boolean timed) {
    switch (element) {
      case InvokeInstruction call when isGetenv(call) ->
          builder.invokestatic(BRIDGE_TYPE, "getenv", call.typeSymbol());
      case InvokeInstruction call when timed && isClock(call) ->
          builder.getstatic(BRIDGE_TYPE, "clock", CLOCK_TYPE);
      case InvokeDynamicInstruction call
          when call.bootstrapArgs().stream().anyMatch(GETENVS::contains) ->
          builder.invokedynamic(bridged(call));
      case FieldInstruction field when isOutput(field) ->
          builder.getstatic(BRIDGE_TYPE, "out", PRINT_STREAM);
      default -> builder.with(element);
    }
  }

  /** A method reference names its method in an argument of the bootstrap. */
  private static DynamicCallSiteDesc bridged(InvokeDynamicInstruction call) {
    ConstantDesc[] arguments =
        call.bootstrapArgs().stream()
            .map(argument -> GETENVS.contains(argument) ? bridged(argument) : argument)
            .toArray(ConstantDesc[]::new);
    return DynamicCallSiteDesc.of(
        call.bootstrapMethod(), call.name().stringValue(), call.typeSymbol(), arguments);
  }

  private static ConstantDesc bridged(ConstantDesc getenv) {
    MethodTypeDesc type = ((MethodHandleDesc) getenv).invocationType();
    return MethodHandleDesc.ofMethod(Kind.STATIC, BRIDGE_TYPE, "getenv", type);
  }

  private static boolean isGetenv(InvokeInstruction call) {
    return call.owner().asInternalName().equals("java/lang/System")
        && call.name().equalsString("getenv");
  }

  private static boolean isClock(InvokeInstruction call) {
    return call.owner().asInternalName().equals("java/time/Clock")
        && call.name().equalsString("systemUTC");
  }

  private static boolean isOutput(FieldInstruction field) {
    return field.owner().asInternalName().equals("java/lang/System")
        && (field.name().equalsString("out") || field.name().equalsString("err"));
  }

  private static boolean contains(byte[] bytes, byte[] part) {
    for (int i = 0; i <= bytes.length - part.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Written here rather than compiled, since its statics must be a function's own and no class of
   * the hub's.
   */
  private static byte[] bridge() {
    return ClassFile.of()
        .build(
            BRIDGE_TYPE,
            type -> {
              type.withFlags(AccessFlag.PUBLIC, AccessFlag.FINAL);
              type.withField("environment", MAP, ClassFile.ACC_STATIC | ClassFile.ACC_PRIVATE);
              type.withField("out", PRINT_STREAM, ClassFile.ACC_STATIC | ClassFile.ACC_PUBLIC);
              type.withField("clock", CLOCK_TYPE, ClassFile.ACC_STATIC | ClassFile.ACC_PUBLIC);
              int open = ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC;
              type.withMethodBody(
                  "set",
                  MethodTypeDesc.of(ConstantDescs.CD_void, MAP, PRINT_STREAM, CLOCK_TYPE),
                  open,
                  code ->
                      code.aload(0)
                          .putstatic(BRIDGE_TYPE, "environment", MAP)
                          .aload(1)
                          .putstatic(BRIDGE_TYPE, "out", PRINT_STREAM)
                          .aload(2)
                          .putstatic(BRIDGE_TYPE, "clock", CLOCK_TYPE)
                          .return_());
              type.withMethodBody(
                  "getenv",
                  GETENV_ALL,
                  open,
                  code -> code.getstatic(BRIDGE_TYPE, "environment", MAP).areturn());
              type.withMethodBody(
                  "getenv",
                  GETENV,
                  open,
                  code ->
                      code.getstatic(BRIDGE_TYPE, "environment", MAP)
                          .aload(0)
                          .invokeinterface(
                              MAP,
                              "get",
                              MethodTypeDesc.of(ConstantDescs.CD_Object, ConstantDescs.CD_Object))
                          .checkcast(ConstantDescs.CD_String)
                          .areturn());
            });
  }
}
