using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace StreamGmm.RabbitMq.Tests.Broker;

/// <summary>An authority that nobody knows, and a certificate of localhost by it.</summary>
internal static class Certificates
{
    /// <summary>Writes authority.pem, server.pem and server.key.</summary>
    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var (from, to) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        using ECDsa authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256), key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=Authority of the tests", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authority.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using var root = authority.CreateSelfSigned(from, to);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var own = request.Create(root, from, to, [1, 2, 3]);
        File.WriteAllText(Path.Combine(folder, "authority.pem"), root.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "server.pem"), own.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "server.key"), key.ExportPkcs8PrivateKeyPem());
    }
}
