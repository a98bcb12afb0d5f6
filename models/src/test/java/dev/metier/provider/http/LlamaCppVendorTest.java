package dev.metier.provider.http;

import dev.metier.catalog.ProviderKind;
import dev.metier.testing.Vendor;

class LlamaCppVendorTest extends VendorContract {
  LlamaCppVendorTest() {
    super(Vendor.OPENAI, ProviderKind.LLAMACPP);
  }
}
