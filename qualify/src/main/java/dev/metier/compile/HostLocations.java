package dev.metier.compile;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Host;
import dev.metier.catalog.Locality;
import dev.metier.catalog.Model;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import dev.metier.qualify.CellResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where models really answer: a server may only pass requests on, as it said when it was asked.
///
/// @param elsewhere the machine that really answers, for such models
record HostLocations(Map<ModelName, String> elsewhere) {
  static HostLocations of(List<CellResult> results) {
    var elsewhere = new HashMap<ModelName, String>();
    for (CellResult result : results) {
      ModelName name = result.model().name();
      // The word in its id tells, also when nobody was asked.
      if (Locality.isCloud(result.model().kind(), result.model().id(), result.model().address())) {
        elsewhere.putIfAbsent(name, Locality.CLOUD_HOST);
      }
      result
          .fingerprint()
          .map(fingerprint -> fingerprint.facts().get("elsewhere"))
          .ifPresent(where -> elsewhere.put(name, where));
    }
    return new HostLocations(elsewhere);
  }

  /// The host to check clearances by: one that only passes requests on vouches for nothing.
  Host host(CellResult result) {
    Host declared = result.model().host();
    String where = elsewhere.get(result.model().name());
    return where == null ? declared : declared.passingOnTo(where);
  }

  /// The same of a model that is no candidate.
  static Host host(Model model, Optional<Fingerprint> build) {
    return build
        .map(known -> known.facts().get("elsewhere"))
        .map(model.host()::passingOnTo)
        .orElseGet(model::readingHost);
  }

  boolean mayRead(CellResult result, Job job) {
    return host(result).mayRead(job.data());
  }

  /// Whether it answers on the team's own machines.
  boolean own(CellResult result) {
    return result.model().kind().local() && !elsewhere.containsKey(result.model().name());
  }
}
