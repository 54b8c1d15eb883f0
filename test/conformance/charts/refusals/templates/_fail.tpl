{{- define "fails" -}}
{{ fail (printf "cannot do %s" .) }}
{{- end -}}
{{- define "deep" -}}
{{ .Values.nothing.at.all }}
{{- end -}}
