// Package settings has what both stories need beside the management API.
package settings

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strings"
)

// Settings are read from the environment.
type Settings struct {
	URL, Token, Proxy, Upstream string
}

// Read fills in the defaults of a Weir that was started in this folder with `npm start`.
func Read() Settings {
	return Settings{
		URL:      valueOr("WEIR_URL", "http://127.0.0.1:7070"),
		Token:    valueOr("WEIR_TOKEN", ""),
		Proxy:    valueOr("WEIR_PROXY", "http://127.0.0.1:7080"),
		Upstream: valueOr("WEIR_UPSTREAM", "http://127.0.0.1:9001"),
	}.withToken()
}

func (s Settings) withToken() Settings {
	if s.Token != "" {
		return s
	}
	// `go -C examples/go run` starts here.
	text, err := os.ReadFile("../../data/admin-token")
	if err != nil {
		log.Fatal("set WEIR_TOKEN: ", err)
	}
	s.Token = strings.TrimSpace(string(text))
	return s
}

// Chat sends a chat request through the proxy, and gives the answer's text.
func (s Settings) Chat(model, content string) (string, error) {
	body, err := json.Marshal(map[string]any{
		"model":    model,
		"messages": []map[string]string{{"role": "user", "content": content}},
	})
	if err != nil {
		return "", err
	}
	request, err := http.NewRequest(http.MethodPost, s.Proxy+"/v1/chat/completions", bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	request.Header.Set("Authorization", "Bearer "+s.Token)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		reason, _ := io.ReadAll(response.Body)
		return "", fmt.Errorf("chat: %s %s", response.Status, reason)
	}
	var completion struct {
		Choices []struct {
			Message struct{ Content string }
		}
	}
	if err := json.NewDecoder(response.Body).Decode(&completion); err != nil {
		return "", err
	}
	return completion.Choices[0].Message.Content, nil
}

func valueOr(name, fallback string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return fallback
}
