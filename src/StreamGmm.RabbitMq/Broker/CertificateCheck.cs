using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace StreamGmm;

/// <summary>Takes the certificates of a broker that the system trusts for its host, and remembers why it did not.</summary>
internal sealed class CertificateCheck
{
    /// <summary>Why a certificate was not taken, and what to try; null where none was refused.</summary>
    public string? Refusal { get; private set; }

    public bool Accepts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Refusal = errors switch
        {
            SslPolicyErrors.None => null,
            _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) => "it shows no certificate",
            _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) =>
                $"its certificate is not of this host but of {Names(certificate)}: write the host as its certificate names it, or give the broker a certificate of this name",
            _ => $"its certificate is not trusted here ({Faults(chain)}): make the certificate of its authority known to this system, or to this process by SSL_CERT_FILE or SSL_CERT_DIR in the environment (on Linux)",
        };
        return Refusal is null;
    }

    private static string Names(X509Certificate? certificate) =>
        certificate is X509Certificate2 whole && whole.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault() is { } others
            ? string.Join(", ", others.EnumerateDnsNames().Select(name => $"'{name}'").Concat(others.EnumerateIPAddresses().Select(address => $"{address}")))
            : $"'{certificate?.Subject}'";

    private static string Faults(X509Chain? chain) => string.Join(", ", (chain?.ChainStatus ?? []).Select(status => status.Status).Distinct());
}
