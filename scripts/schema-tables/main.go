// Prints, as JSON, what kyaml knows of the kinds of Kubernetes: the definitions of its schema, and which kinds it takes to
// live in no namespace.
package main

import (
	"encoding/json"
	"os"
	"strings"

	openapi_v2 "github.com/google/gnostic-models/openapiv2"
	"google.golang.org/protobuf/proto"
	"k8s.io/kube-openapi/pkg/validation/spec"
	"sigs.k8s.io/kustomize/kyaml/openapi"
	"sigs.k8s.io/kustomize/kyaml/openapi/kubernetesapi"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

type report struct {
	Version       string                 `json:"version"`
	Definitions   map[string]spec.Schema `json:"definitions"`
	ClusterScoped []yaml.TypeMeta        `json:"clusterScoped"`
}

func main() {
	swagger := builtIn()
	candidates := map[yaml.TypeMeta]bool{}
	for _, definition := range swagger.Definitions {
		addKinds(candidates, definition.Extensions)
	}
	for _, path := range swagger.Paths.Paths {
		if path.Get != nil {
			addKinds(candidates, path.Get.Extensions)
		}
	}
	out := report{Version: kubernetesapi.DefaultOpenAPI, Definitions: openapi.Schema().Definitions}
	for kind := range candidates {
		if openapi.IsCertainlyClusterScoped(kind) {
			out.ClusterScoped = append(out.ClusterScoped, kind)
		}
	}
	check(json.NewEncoder(os.Stdout).Encode(out))
}

func builtIn() spec.Swagger {
	version := kubernetesapi.DefaultOpenAPI
	asset := "kubernetesapi/" + strings.ReplaceAll(version, ".", "_") + "/swagger.pb"
	document := &openapi_v2.Document{}
	check(proto.Unmarshal(kubernetesapi.OpenAPIMustAsset[version](asset), document))
	var swagger spec.Swagger
	_, err := swagger.FromGnostic(document)
	check(err)
	return swagger
}

// addKinds takes in the kinds that an x-kubernetes-group-version-kind names: one, or a list of them.
func addKinds(kinds map[yaml.TypeMeta]bool, extensions spec.Extensions) {
	entries, isList := extensions["x-kubernetes-group-version-kind"].([]interface{})
	if !isList {
		entries = []interface{}{extensions["x-kubernetes-group-version-kind"]}
	}
	for _, entry := range entries {
		parts, _ := entry.(map[string]interface{})
		group, _ := parts["group"].(string)
		version, _ := parts["version"].(string)
		kind, _ := parts["kind"].(string)
		if group != "" {
			version = group + "/" + version
		}
		if kind != "" {
			kinds[yaml.TypeMeta{APIVersion: version, Kind: kind}] = true
		}
	}
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
