// SPDX-License-Identifier: Apache-2.0
// For tests: a self-signed TLS certificate and its key, made on the spot and removed at the end (X.509, PEM, fixture).
#pragma once

#include <unistd.h>

#include <cstdio>        // for std::fopen
#include <filesystem>    // for std::filesystem
#include <memory>        // for std::unique_ptr
#include <string>        // for std::string

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace maek::http::internal {

/// For the names and addresses of `subjects`, as OpenSSL writes them: "DNS:localhost,IP:127.0.0.1".
class CertificateFixture {
 public:
  /// `days` of validity from yesterday on; a negative number gives one that has expired.
  explicit CertificateFixture(const std::string& subjects, int days = 2) {
    constexpr long kDay = 24 * 3600;
    static int made = 0;
    const std::string stem = "maek-tls-" + std::to_string(::getpid()) + "-" + std::to_string(made++);
    certificate_ = std::filesystem::temp_directory_path() / (stem + ".crt");
    key_ = std::filesystem::temp_directory_path() / (stem + ".key");
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> pair(EVP_EC_gen("P-256"), EVP_PKEY_free);
    const std::unique_ptr<X509, decltype(&X509_free)> x509(X509_new(), X509_free);
    X509_set_version(x509.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x509.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(x509.get()), -3 * kDay);
    X509_gmtime_adj(X509_getm_notAfter(x509.get()), days * kDay);
    X509_set_pubkey(x509.get(), pair.get());
    X509_NAME* name = X509_get_subject_name(x509.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("maek test"), -1, -1,
                               0);
    X509_set_issuer_name(x509.get(), name);
    add_extension(x509.get(), NID_subject_alt_name, subjects);
    add_extension(x509.get(), NID_basic_constraints, "critical,CA:TRUE");
    X509_sign(x509.get(), pair.get(), EVP_sha256());
    write(certificate_, [&](std::FILE* to) { PEM_write_X509(to, x509.get()); });
    write(key_, [&](std::FILE* to) { PEM_write_PrivateKey(to, pair.get(), nullptr, nullptr, 0, nullptr, nullptr); });
  }
  ~CertificateFixture() {
    std::error_code ignored;
    std::filesystem::remove(certificate_, ignored);
    std::filesystem::remove(key_, ignored);
  }
  CertificateFixture(const CertificateFixture&) = delete;
  CertificateFixture& operator=(const CertificateFixture&) = delete;

  const std::filesystem::path& certificate() const { return certificate_; }
  const std::filesystem::path& key() const { return key_; }

 private:
  static void add_extension(X509* to, int kind, const std::string& value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str());
    X509_add_ext(to, extension, -1);
    X509_EXTENSION_free(extension);
  }
  template <class Write>
  static void write(const std::filesystem::path& path, Write&& how) {
    std::FILE* to = std::fopen(path.c_str(), "w");
    if (to == nullptr) return;
    how(to);
    std::fclose(to);
  }

  std::filesystem::path certificate_;
  std::filesystem::path key_;
};

}  // namespace maek::http::internal
