package dev.coffer.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the compiler cannot keep: who may import what, and where time and chance come from. */
@AnalyzeClasses(packages = "dev.coffer", importOptions = ImportOption.DoNotIncludeTests.class)
class DirectionTest {
  @ArchTest static final ArchRule wireKnowsNothingOfOurs = standsAlone("wire");

  @ArchTest static final ArchRule cryptoKnowsNothingOfOurs = standsAlone("crypto");

  @ArchTest static final ArchRule storageKnowsNothingOfOurs = standsAlone("storage");

  @ArchTest
  static final ArchRule nothingDependsOnTheServer =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.coffer.server..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.coffer.server..");

  @ArchTest
  static final ArchRule onlyTheListenerKnowsNetty = onlyHere("io.netty..", "..server.listener..");

  // Bytes that may be secret are compared by MessageDigest.isEqual; these classes compare what
  // everybody may know: magic numbers, documents, digests of bodies, signatures, lines of a log.
  @ArchTest
  static final ArchRule secretsAreComparedInConstantTime =
      noClasses()
          .that()
          .resideInAPackage("dev.coffer..")
          .and()
          .resideOutsideOfPackages("dev.coffer.bench..", "dev.coffer.vectors..")
          .and()
          .haveNameNotMatching(
              "dev\\.coffer\\.(client\\.StoredEncryption|wire\\.checksum\\.Expected"
                  + "|crypto\\.material\\.(CiphertextBlob|RsaPadding)"
                  + "|crypto\\.envelope\\.(Bytes|CanonicalContext)|storage\\.Bytes"
                  + "|kms\\.audit\\.(Chain|Verification)|kms\\.pkcs11\\.Worker"
                  + "|kms\\.custody\\.Pkcs11Token)")
          .should()
          .callMethod(java.util.Arrays.class, "equals", byte[].class, byte[].class)
          .orShould()
          .callMethod(
              java.util.Arrays.class,
              "equals",
              byte[].class,
              int.class,
              int.class,
              byte[].class,
              int.class,
              int.class)
          .orShould()
          .callMethod(java.util.Arrays.class, "mismatch", byte[].class, byte[].class)
          .orShould()
          .callMethod(java.util.Arrays.class, "compare", byte[].class, byte[].class);

  @ArchTest static final ArchRule onlyKvKnowsRocks = onlyHere("org.rocksdb..", "..storage.kv..");

  @ArchTest
  static final ArchRule onlyTokensAreReachedNatively =
      onlyHere("java.lang.foreign..", "..kms.pkcs11..");

  @ArchTest
  static final ArchRule kmsPackagesFormNoCycle =
      slices().matching("dev.coffer.kms.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyCustodyAndCertificatesKnowBouncyCastle =
      noClasses()
          .that()
          .resideOutsideOfPackages("..kms.custody..", "..server.config..", "..server.tls..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bouncycastle..");

  @ArchTest
  static final ArchRule onlyTheCodecReflects =
      noClasses()
          .that()
          .resideOutsideOfPackages("..wire.codec..", "..server.config..", "..server.table..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.lang.reflect..");

  @ArchTest
  static final ArchRule storePackagesFormNoCycle =
      slices().matching("dev.coffer.store.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule serverPackagesFormNoCycle =
      slices().matching("dev.coffer.server.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule wirePackagesFormNoCycle =
      slices().matching("dev.coffer.wire.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule roomsBehindTheConductorDoNotCallIt =
      noClasses()
          .that()
          .resideInAnyPackage("..store.bucket..", "..store.sse..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..store.object..");

  @ArchTest
  static final ArchRule policyIsPure =
      noClasses()
          .that()
          .resideInAPackage("..iam.policy..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.io..", "java.nio.file..", "java.net..", "dev.coffer.storage..");

  @ArchTest
  static final ArchRule timeComesInByConstructor =
      noClasses()
          .that()
          .resideOutsideOfPackages("..server.config..")
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(java.util.UUID.class, "randomUUID")
          .orShould()
          .callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule chanceHasOneHome =
      classes()
          .that()
          .areAssignableTo(java.security.SecureRandom.class)
          .or()
          .haveFullyQualifiedName("java.security.SecureRandom")
          .should()
          .onlyHaveDependentClassesThat()
          .resideInAPackage("..crypto.secret..")
          .allowEmptyShould(true);

  private static ArchRule standsAlone(String room) {
    return noClasses()
        .that()
        .resideInAPackage("dev.coffer." + room + "..")
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("dev.coffer..")
                .and(
                    com.tngtech.archunit.base.DescribedPredicate.not(
                        JavaClass.Predicates.resideInAPackage("dev.coffer." + room + ".."))));
  }

  private static ArchRule onlyHere(String library, String home) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(home)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }
}
