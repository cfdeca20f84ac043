package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/protoadapt"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// relay forwards every call of a service to another server of the same
// service, translating requests one way and responses the other. It works on
// descriptors, so that no method of the protocol can be forgotten.
type relay struct {
	target   func(context.Context) (grpc.ClientConnInterface, error)
	requests direction
	// answer returns a response or an error for methods that are not forwarded,
	// and neither for the others.
	answer func(method string) (proto.Message, error)
	// adjust changes a request before it is forwarded, where that is needed.
	adjust func(proto.Message)
}

// handle serves one call; it is a grpc.StreamHandler. A unary call is a stream
// of one message, and none of the services streams its requests.
func (r relay) handle(_ any, server grpc.ServerStream) error {
	path, _ := grpc.MethodFromServerStream(server)
	method, err := describe(path)
	if err != nil {
		return err
	}
	request := newMessage(method.Input())
	if err := server.RecvMsg(request); err != nil {
		return err
	}
	switch response, err := r.answer(string(method.Name())); {
	case err != nil:
		return err
	case response != nil:
		return server.SendMsg(response)
	}
	r.adjust(request)
	about := kindOf(request.ProtoReflect())
	about.translate(request.ProtoReflect(), r.requests)

	client, err := r.open(server.Context(), path, request)
	if err != nil {
		return err
	}
	for {
		response := newMessage(method.Output())
		switch err := client.RecvMsg(response); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return about.translateError(err, !r.requests)
		}
		about.translate(response.ProtoReflect(), !r.requests)
		if err := server.SendMsg(response); err != nil {
			return err
		}
	}
}

// open sends the request to the target.
func (r relay) open(ctx context.Context, path string, request proto.Message) (grpc.ClientStream, error) {
	target, err := r.target(ctx)
	if err != nil {
		return nil, err
	}
	if incoming, ok := metadata.FromIncomingContext(ctx); ok {
		ctx = metadata.NewOutgoingContext(ctx, incoming)
	}
	client, err := target.NewStream(ctx, &grpc.StreamDesc{ServerStreams: true}, path)
	if err != nil {
		return nil, err
	}
	if err := client.SendMsg(request); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return client, client.CloseSend()
}

// translateError translates what an error carries: the state of a resource
// whose creation or update failed half-way.
func (k kind) translateError(err error, to direction) error {
	from, ok := status.FromError(err)
	if !ok {
		return err
	}
	translated := status.New(from.Code(), from.Message())
	for _, detail := range from.Details() {
		message, ok := detail.(proto.Message)
		if !ok {
			return err
		}
		k.translate(message.ProtoReflect(), to)
		if translated, err = translated.WithDetails(protoadapt.MessageV1Of(message)); err != nil {
			return err
		}
	}
	return translated.Err()
}

// describe finds the descriptor of "/package.Service/Method".
func describe(path string) (protoreflect.MethodDescriptor, error) {
	name := protoreflect.FullName(strings.ReplaceAll(strings.TrimPrefix(path, "/"), "/", "."))
	descriptor, err := protoregistry.GlobalFiles.FindDescriptorByName(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	method, ok := descriptor.(protoreflect.MethodDescriptor)
	if !ok {
		return nil, fmt.Errorf("%s is not a method", path)
	}
	return method, nil
}

func newMessage(descriptor protoreflect.MessageDescriptor) proto.Message {
	kind, err := protoregistry.GlobalTypes.FindMessageByName(descriptor.FullName())
	if err != nil {
		panic(err) // the generated code registers every message of its services
	}
	return kind.New().Interface()
}
