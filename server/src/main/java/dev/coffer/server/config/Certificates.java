package dev.coffer.server.config;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.server.listener.Endpoint;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * An authority of the server's own and a certificate from it, for whoever has none.
 *
 * <p>{@code tls/ca.pem} is what clients trust; {@code ca.key}, {@code server.pem} and {@code
 * server.key} are the server's, keys in mode 0600. Elliptic curve P-256. The authority lives ten
 * years; the certificate 397 days and is made anew at a start with less than 30 left, or for
 * another address.
 */
final class Certificates {
  private static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);
  private static final Duration SERVER_LIFE = Duration.ofDays(397);
  private static final Duration RENEW_BEFORE = Duration.ofDays(30);
  private static final Duration BACKDATED = Duration.ofHours(1);
  private static final int SERIAL_BYTES = 15;

  private final Path folder;
  private final InstantSource clock;
  private final Entropy entropy;

  Certificates(Path folder, InstantSource clock, Entropy entropy) {
    this.folder = folder;
    this.clock = clock;
    this.entropy = entropy;
  }

  /**
   * What a listener needs.
   *
   * @param ca the authority that clients must trust; null when the user brought a certificate
   */
  record Found(Endpoint.Certificate certificate, @Nullable Path ca) {}

  private record Authority(X509Certificate certificate, PrivateKey key) {}

  /** The certificate for localhost, its subdomains and the address. */
  Found require(InetAddress address) throws IOException {
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Authority authority = Files.exists(ca()) ? readAuthority() : makeAuthority();
      if (!usable(address, authority)) {
        makeServer(address, authority);
      }
      return new Found(new Endpoint.Certificate(server(), serverKey()), ca());
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new StartFailure(
          ExitCode.CONFIGURATION, "the certificates in " + folder + " cannot be used", e);
    }
  }

  private Path ca() {
    return folder.resolve("ca.pem");
  }

  private Path server() {
    return folder.resolve("server.pem");
  }

  private Path serverKey() {
    return folder.resolve("server.key");
  }

  private Authority readAuthority() throws IOException, GeneralSecurityException {
    byte[] key = Base64.getMimeDecoder().decode(body(Files.readString(folder.resolve("ca.key"))));
    PrivateKey opened = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key));
    return new Authority(read(ca()), opened);
  }

  private Authority makeAuthority()
      throws IOException, GeneralSecurityException, OperatorCreationException {
    KeyPair pair = pair();
    var name = new X500Name("CN=Coffer authority of this server");
    var builder = builder(name, name, pair.getPublic(), AUTHORITY_LIFE);
    builder
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
        .addExtension(
            Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
        .addExtension(
            Extension.subjectKeyIdentifier,
            false,
            new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
    X509CertificateHolder made = sign(builder, pair.getPrivate());
    DataFolder.writeSecret(
        folder.resolve("ca.key"), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    DataFolder.writeSecret(ca(), pem("CERTIFICATE", made.getEncoded()));
    return new Authority(read(ca()), pair.getPrivate());
  }

  private void makeServer(InetAddress address, Authority authority)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    KeyPair pair = pair();
    var issuer =
        X500Name.getInstance(authority.certificate().getSubjectX500Principal().getEncoded());
    var builder = builder(issuer, new X500Name("CN=localhost"), pair.getPublic(), SERVER_LIFE);
    builder
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
        .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
        .addExtension(
            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
        .addExtension(
            Extension.authorityKeyIdentifier,
            false,
            new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority.certificate()))
        .addExtension(Extension.subjectAlternativeName, false, names(address));
    X509CertificateHolder made = sign(builder, authority.key());
    // A crash in between leaves no certificate, not one that belongs to another key.
    Files.deleteIfExists(server());
    DataFolder.writeSecret(serverKey(), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    DataFolder.writeSecret(server(), pem("CERTIFICATE", made.getEncoded()));
  }

  private boolean usable(InetAddress address, Authority authority) throws IOException {
    if (!Files.exists(server()) || !Files.exists(serverKey())) {
      return false;
    }
    try {
      X509Certificate certificate = read(server());
      certificate.verify(authority.certificate().getPublicKey());
      Instant soon = clock.instant().plus(RENEW_BEFORE);
      var names = certificate.getSubjectAlternativeNames();
      return certificate.getNotAfter().toInstant().isAfter(soon)
          && names != null
          && names.stream().anyMatch(name -> address.getHostAddress().equals(name.get(1)));
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private JcaX509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, PublicKey key, Duration life) {
    Instant now = clock.instant();
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(1, entropy.bytes(SERIAL_BYTES)),
        Date.from(now.minus(BACKDATED)),
        Date.from(now.plus(life)),
        subject,
        key);
  }

  private static X509CertificateHolder sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
      throws OperatorCreationException {
    return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key));
  }

  private static KeyPair pair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static GeneralNames names(InetAddress address) throws CertIOException {
    Set<String> addresses = new LinkedHashSet<>(Set.of("127.0.0.1", "0:0:0:0:0:0:0:1"));
    addresses.add(address.getHostAddress());
    var names = new java.util.ArrayList<GeneralName>();
    names.add(new GeneralName(GeneralName.dNSName, "localhost"));
    names.add(new GeneralName(GeneralName.dNSName, "*.localhost"));
    addresses.forEach(ip -> names.add(new GeneralName(GeneralName.iPAddress, ip)));
    return new GeneralNames(names.toArray(GeneralName[]::new));
  }

  private static X509Certificate read(Path file) throws IOException, GeneralSecurityException {
    try (var in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static String body(String pem) {
    return pem.replaceAll("-----[^-]+-----", "");
  }

  private static byte[] pem(String what, byte[] content) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return ("-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
